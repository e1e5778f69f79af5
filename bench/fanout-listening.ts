/** The listening processes, seen from the one that measures. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Heard, ListenOrder } from './fanout-listeners.ts'

const processes = 2
const limitMs = 120_000
const quietMs = 5_000

export type Listening = {
  /** Waits for so many deliveries, or until nothing comes any more; what was heard since the last time. */
  heard(expected: number): Promise<Heard>
  close(): void
}

export async function startListening(sockets: ListenOrder['sockets']): Promise<Listening> {
  const children = await Promise.all(
    Array.from({ length: processes }, (_, k) =>
      start({ sockets: sockets.filter((_, n) => n % processes === k) }),
    ),
  )
  const ask = async (wish: 'count' | 'take') =>
    joined(await Promise.all(children.map(child => askOne(child, wish))))
  return {
    async heard(expected) {
      let last = -1
      let changedAt = performance.now()
      for (;;) {
        const { count } = await ask('count')
        if (count >= expected) break
        if (count !== last) changedAt = performance.now()
        else if (performance.now() - changedAt > quietMs) break
        last = count
        await wait(100)
      }
      return ask('take')
    },
    close: () => {
      for (const child of children) child.disconnect()
    },
  }
}

async function start(order: ListenOrder): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./fanout-listeners.ts', import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', LISTEN_ORDER: JSON.stringify(order) },
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const broke = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`listeners ended with ${code}`)),
  )
  await Promise.race([once(child, 'message', { signal: AbortSignal.timeout(limitMs) }), broke])
  broke.catch(() => {})
  return child
}

async function askOne(child: ChildProcess, wish: string): Promise<Heard> {
  const answer = once(child, 'message', { signal: AbortSignal.timeout(limitMs) })
  child.send(wish)
  return (await answer)[0] as Heard
}

function joined(parts: Heard[]): Heard {
  const ages = new Map<number, number>()
  for (const [ms, of] of parts.flatMap(part => part.ages)) ages.set(ms, (ages.get(ms) ?? 0) + of)
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    bytes: Math.max(...parts.map(part => part.bytes)),
    ages: [...ages].sort(([a], [b]) => a - b),
  }
}

/** The age in ms that this share of the deliveries did not exceed; NaN of none. */
export function ageAt({ ages, count }: Heard, share: number): number {
  let seen = 0
  for (const [ms, of] of ages) {
    seen += of
    if (seen >= count * share) return ms + 1
  }
  return Number.NaN
}
