/**
 * Runs for as long as the page may do something. A page that the browser freezes, or keeps for the way back, must hold
 * nothing that others wait for; when it wakes, it begins anew. Returns how to end it.
 */
export function whileAwake(begin: () => () => void): () => void {
  let end: (() => void) | null = begin()
  const asleep = () => {
    end?.()
    end = null
  }
  const awake = () => {
    end ??= begin()
  }
  const events = new AbortController()
  const { signal } = events
  addEventListener('pagehide', asleep, { signal })
  addEventListener('pageshow', awake, { signal })
  document.addEventListener('freeze', asleep, { signal })
  document.addEventListener('resume', awake, { signal })
  return () => {
    events.abort()
    asleep()
  }
}
