/**
 * A screen that does not keep up must not fill our memory. It first loses what is only a hint of the moment (presence);
 * then it is sent away with the word "resync", comes back and asks for what it missed by its sequence numbers.
 */
import type { EventEmitter } from 'node:events'
import type { Socket } from 'socket.io'
import type { Log } from '../log.ts'
import { roomOf } from './rooms.ts'

const lagging = { packets: 32, bytes: 125_000 }
const most = { packets: 256, bytes: 1_000_000 }
/** A burst passes the limits within one tick; only who took nothing of it for this long is slow. */
const patienceMs = 1_000
/** How long the farewell may wait for a reader. */
const farewellMs = 5_000
const resyncCode = 4_000

/** What engine.io has of a connection beyond its types: what waits until the network took what went before. */
type Outlet = EventEmitter & {
  writeBuffer: unknown[]
  transport: { socket: { close(code: number, reason: string): void; terminate(): void } }
}

export function watchBacklog(socket: Socket, log: Log): void {
  const outlet = socket.conn as unknown as Outlet
  let bytes = 0
  /** How often the network took all there was. */
  let taken = 0
  let isLagging = false
  let judgement: NodeJS.Timeout | undefined
  const isOver = (limit: typeof most) => outlet.writeBuffer.length > limit.packets || bytes > limit.bytes
  const judge = (takenThen: number) => {
    if (taken === takenThen) sendAway(socket, outlet, log)
  }
  outlet.on('packetCreate', (packet: { data?: string | Buffer }) => {
    bytes += packet.data?.length ?? 0
    if (!isLagging && isOver(lagging)) {
      isLagging = true
      void socket.join(roomOf.lagging)
    }
    if (isOver(most)) {
      // After the timers come the network's answers: a process that stood still itself blames nobody.
      judgement ??= setTimeout(() => setImmediate(judge, taken), patienceMs).unref()
    }
  })
  outlet.on('flush', () => {
    bytes = 0
    taken++
    clearTimeout(judgement)
    judgement = undefined
    if (isLagging) void socket.leave(roomOf.lagging)
    isLagging = false
  })
  outlet.once('close', () => clearTimeout(judgement))
}

function sendAway(socket: Socket, outlet: Outlet, log: Log): void {
  const { socket: wire } = outlet.transport
  log.info({ packets: outlet.writeBuffer.length }, 'a screen that does not keep up is sent away to resync')
  wire.close(resyncCode, 'resync')
  setTimeout(() => wire.terminate(), farewellMs).unref()
  socket.disconnect()
}
