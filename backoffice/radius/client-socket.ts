/** One UDP socket of a client: up to 256 requests under way, retransmission, and replies matched and verified. */
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { isReplyAuthentic } from './codec/authenticator.ts'
import { decode, type Packet } from './codec/packet.ts'
import { sendTo } from './sockets.ts'

export type Destination = { host: string; port: number; secret: Buffer }
export type Patience = { timeoutMs: number; retransmits: number }

type Waiting = {
  raw: Buffer
  to: Destination
  done(reply: Packet | null): void
}

export type ClientSocket = {
  /** How many identifiers are free, 256 when idle. */
  free(): number
  /**
   * Sends what `write` makes for the identifier it is given, again after each `timeoutMs`, the same octets each
   * time. null when no authentic reply came; replies that are not authentic are passed over, as if lost.
   */
  exchange(to: Destination, patience: Patience, write: (id: number) => Buffer): Promise<Packet | null>
  close(): void
}

/** Opens an unbound socket; `localAddress` sends as a certain router. */
export function openClientSocket(host: string, localAddress?: string): ClientSocket {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  if (localAddress !== undefined) socket.bind(0, localAddress)
  const waiting = new Map<number, Waiting>()
  let nextId = 0

  socket.on('message', datagram => {
    const reply = decode(datagram)
    const asked = reply && waiting.get(reply.id)
    if (reply && asked && isReplyAuthentic(reply, asked.raw.subarray(4, 20), asked.to.secret))
      asked.done(reply)
  })
  // A refused port is reported on some systems; it is no reply, so the timeouts decide.
  socket.on('error', () => {})

  const takeId = () => {
    for (let tried = 0; tried < 256; tried++) {
      const id = nextId++ & 0xff
      if (!waiting.has(id)) return id
    }
    throw new Error('All 256 RADIUS identifiers of this socket are in use')
  }

  return {
    free: () => 256 - waiting.size,
    exchange: (to, patience, write) =>
      new Promise((resolve, reject) => {
        const id = takeId()
        const raw = write(id)
        let timer: NodeJS.Timeout | undefined
        const done = (reply: Packet | null) => {
          clearTimeout(timer)
          waiting.delete(id)
          resolve(reply)
        }
        const attempt = (left: number) => {
          sendTo(socket, raw, { address: to.host, port: to.port }).catch(error => {
            done(null)
            reject(error)
          })
          timer = setTimeout(() => (left > 0 ? attempt(left - 1) : done(null)), patience.timeoutMs)
        }
        waiting.set(id, { raw, to, done })
        attempt(patience.retransmits)
      }),
    close() {
      for (const { done } of [...waiting.values()]) done(null)
      socket.close()
    },
  }
}
