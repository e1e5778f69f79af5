/** Whoever sat here is gone: nothing more comes for them, and what was shown to them goes. */

let leaving: Promise<void> = Promise.resolve()

export function leavePush(): void {
  leaving = leaving.then(leave).catch(() => {})
}

/** Resolves when nothing of whoever left is underway any more. */
export const hasLeft = (): Promise<void> => leaving

async function leave(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration()
  if (!worker) return
  for (const notice of await worker.getNotifications()) notice.close()
  await (await worker.pushManager?.getSubscription())?.unsubscribe()
}
