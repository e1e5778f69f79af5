/** What pages and the service worker say to each other. */
export type ToWorker = 'take over'
/** Somebody pressed a notice. */
export type FromWorker = { open: string }
