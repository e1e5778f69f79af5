/** The RADIUS server: its two UDP ports, opened and closed in good order. What becomes of a packet: intake.ts. */
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Port } from './answer.ts'
import { type Counts, createIntake, type IntakeOptions } from './intake.ts'
import { openSocket, sendTo } from './sockets.ts'

export type RadiusServerOptions = IntakeOptions & {
  host: string
  /** 0 takes any free port. */
  authPort: number
  acctPort: number
}

export type RadiusServer = {
  /** Opens both ports and says which they are. */
  start(): Promise<{ authPort: number; acctPort: number }>
  /** Takes nothing new, lets what was begun be answered (for at most 10 s), then closes the ports. */
  stop(): Promise<void>
  counts(): Counts
}

const DRAIN_MS = 10_000

/** Nobody is rejected because something of ours is broken: when `authenticate` or `account` throws, it is silent. */
export function createRadiusServer(options: RadiusServerOptions): RadiusServer {
  const { log } = options
  const intake = createIntake(options)
  const working = new Set<Promise<void>>()
  const sockets: Socket[] = []
  let stopping = false

  const open = async (port: Port, number: number) => {
    const socket = await openSocket(options.host, number, (datagram, from) => {
      if (stopping) return
      // A reply that cannot be sent is like one lost on the way: the router asks again and gets it from the cache.
      const send = (reply: Buffer) =>
        sendTo(socket, reply, from).catch(error =>
          log.warn({ from: from.address, err: error }, 'RADIUS reply could not be sent'),
        )
      const done = intake
        .receive({ port, datagram, from, send })
        .catch(error => log.error({ from: from.address, err: error }, 'RADIUS packet could not be worked on'))
        .finally(() => working.delete(done))
      working.add(done)
    })
    socket.on('error', error => log.error({ port, err: error }, 'RADIUS socket failed'))
    sockets.push(socket)
    return socket.address().port
  }

  return {
    async start() {
      try {
        return {
          authPort: await open('auth', options.authPort),
          acctPort: await open('acct', options.acctPort),
        }
      } catch (error) {
        await closeAll(sockets.splice(0))
        throw error
      }
    },
    async stop() {
      stopping = true
      await withinTime(Promise.all(working), DRAIN_MS)
      await closeAll(sockets.splice(0))
    },
    counts: intake.counts,
  }
}

async function closeAll(sockets: Socket[]): Promise<void> {
  const closed = sockets.map(socket => once(socket, 'close'))
  for (const socket of sockets) socket.close()
  await Promise.all(closed)
}

async function withinTime(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
