// The app shows nothing to strangers and everything in it is live: it is drawn in the browser alone.
export const ssr = false
