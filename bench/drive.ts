/** Load on one side: as fast as it goes (closed loop), or at a given rate whatever it answers (open loop). */
import { loadavg } from 'node:os'
import type { Connection } from './connection.ts'
import type { Side } from './side.ts'

/** Every so many messages, an earlier one is posted once more, as providers do. */
const repostEvery = 50
const repostDistance = 40
const drainLimitMs = 60_000

/** `seconds` runs from the first post to the last live event, so what piles up is paid for. */
export type Maximum = { messages: number; seconds: number; drainMs: number; load: number }

async function postNext(side: Side, connection: Connection, at: number): Promise<void> {
  const { ledger } = side
  const n = ledger.post(at)
  ledger.answered(n, await connection.post(side.request(n)))
  if (n % repostEvery !== 0 || !ledger.accepted.has(n - repostDistance)) return
  ledger.reposted += 1
  await connection.post(side.request(n - repostDistance))
}

async function overConnections<T>(side: Side, load: (connections: Connection[]) => Promise<T>): Promise<T> {
  const connections = side.connect()
  try {
    return await load(connections)
  } finally {
    for (const connection of connections) connection.close()
  }
}

/** Every connection posts its next message when the one before is answered. */
export async function closedLoop(side: Side, seconds: number, expectedRate: number): Promise<Maximum> {
  side.stock(Math.ceil(seconds * expectedRate))
  const first = side.ledger.postedAt.length
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  await overConnections(side, connections =>
    Promise.all(
      connections.map(async connection => {
        while (performance.now() < until) await postNext(side, connection, performance.now())
      }),
    ),
  )
  const answeredAt = performance.now()
  await side.ledger.settled(drainLimitMs)
  const endedAt = Math.max(answeredAt, side.ledger.lastArrivalAt)
  return {
    messages: side.ledger.completedSince(first).length,
    seconds: (endedAt - startedAt) / 1000,
    drainMs: endedAt - answeredAt,
    load: loadavg()[0] ?? 0,
  }
}

/** Posts `rate` messages a second; the latencies in ms, from when each was due to its live event, sorted. */
export async function openLoop(side: Side, seconds: number, rate: number): Promise<number[]> {
  const { ledger } = side
  const total = Math.ceil(seconds * rate)
  side.stock(total)
  const first = ledger.postedAt.length
  await overConnections(side, connections => postOnTime(side, connections, { total, rate }))
  await ledger.settled(drainLimitMs)
  return ledger
    .completedSince(first)
    .map(n => (ledger.arrivedAt[n] ?? 0) - (ledger.postedAt[n] ?? 0))
    .sort((a, b) => a - b)
}

/** A message that is due while every connection is busy goes out late, and the wait counts as latency. */
function postOnTime(
  side: Side,
  connections: Connection[],
  { total, rate }: { total: number; rate: number },
): Promise<void> {
  const startedAt = performance.now()
  const idle = [...connections]
  let next = 0
  return new Promise((resolve, reject) => {
    const ticks = setInterval(sendDue, 1)
    const end = (settle: () => void) => {
      clearInterval(ticks)
      settle()
    }
    function sendDue(): void {
      while (next < total && idle.length > 0) {
        const dueAt = startedAt + (next * 1000) / rate
        if (dueAt > performance.now()) return
        next += 1
        const connection = idle.pop() as Connection
        postNext(side, connection, dueAt).then(
          () => {
            idle.push(connection)
            sendDue()
          },
          error => end(() => reject(error)),
        )
      }
      if (next >= total && idle.length === connections.length) end(resolve)
    }
  })
}

/** Nearest-rank percentile of sorted values; NaN of none. */
export const percentile = (sorted: number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
