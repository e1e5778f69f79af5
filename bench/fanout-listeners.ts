/** Some of the agents, in a process of their own: hears, reckons how old each message is, keeps nothing else. */
import { markedMs, sharedNowMs } from './fanout-clock.ts'
import { listen } from './fanout-socket.ts'

/** `sockets`: where each connects, and its cookie. */
export type ListenOrder = { sockets: [url: string, cookie: string][] }

/** `ages`: how many deliveries were so many whole milliseconds old. */
export type Heard = { count: number; bytes: number; ages: [ms: number, count: number][] }

const longestMs = 120_000
const order: ListenOrder = JSON.parse(process.env.LISTEN_ORDER ?? '{"sockets":[]}')
let ages = new Uint32Array(longestMs + 1)
let count = 0
let bytes = 0

process.on('message', wish => {
  const heard: Heard = { count, bytes, ages: [] }
  if (wish === 'take') {
    heard.ages = [...ages].flatMap((of, ms) => (of > 0 ? [[ms, of] as [number, number]] : []))
    ages = new Uint32Array(longestMs + 1)
    count = 0
  }
  process.send?.(heard)
})
process.on('disconnect', () => process.exit(0))
await Promise.all(order.sockets.map(([url, cookie]) => listen(url, cookie, hear)))
process.send?.('listening')

function hear(packet: Buffer): void {
  if (!packet.subarray(0, 300).includes('"message.received"')) return
  const dueAt = markedMs(packet)
  if (Number.isNaN(dueAt)) return
  const age = Math.min(longestMs, Math.max(0, Math.floor(sharedNowMs() - dueAt)))
  ages[age] = (ages[age] ?? 0) + 1
  count += 1
  bytes = packet.length
}
