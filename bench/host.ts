/** The measured process's side of child.ts. */

/** What the parent wants of this process. */
export const order = (): Record<string, string> => JSON.parse(process.env.BENCH_ORDER ?? '{}')

/** Tells the parent where we listen; from then on we end when it says so, or when it is gone. */
export function announce(ready: Record<string, unknown>, stop: () => Promise<void>): void {
  let stopping = false
  const end = () => {
    if (stopping) return
    stopping = true
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  // Ctrl-C reaches the whole group; the parent ends us in order.
  process.on('SIGINT', () => {})
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.((user + system) / 1e6)
  })
  process.send?.(ready)
}
