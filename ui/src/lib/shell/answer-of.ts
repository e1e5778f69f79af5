/** What the service worker does with a request. Pure. */

type Asked = { method: string; mode: string; url: string }

/** Answers that are true at one moment only, or belong to somebody: the worker never touches them. */
const neverOurs = /^\/(api|files|hooks|socket\.io|livez|readyz|metrics|service-worker\.js)(\/|$)/

/** `leave`: the browser asks the server as if there were no worker. */
export function answerOf({ method, mode, url }: Asked, origin: string, built: ReadonlySet<string>) {
  const { origin: asked, pathname } = new URL(url)
  if (method !== 'GET' || asked !== origin || neverOurs.test(pathname)) return 'leave'
  if (built.has(pathname)) return 'built'
  return mode === 'navigate' ? 'page' : 'leave'
}

/** The caches that may go: those of versions older than the one before this. Tabs of that one are still open. */
export function outdated(names: readonly string[], current: string): string[] {
  const ours = names.filter(name => name.startsWith(cachePrefix))
  return ours.filter(name => name !== current).slice(0, -1)
}

export const cachePrefix = 'trunkline-'
