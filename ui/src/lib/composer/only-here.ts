/**
 * Runs the work when no other tab of this browser does work of that name; the next begins when this one ends, or when its
 * tab is closed. Without locks each tab does it, as each has a socket of its own then.
 */
export async function onlyHere(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return work()
  let isOurs = false
  const held = () => {
    isOurs = true
    return work()
  }
  try {
    await locks.request(name, { signal }, held)
  } catch (error) {
    if (isOurs) throw error
    // Not called off, so this browser refuses locks here.
    if (!signal.aborted) await work()
  }
}
