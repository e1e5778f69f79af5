/**
 * A line with the delay of the real internet in front of a fake. Fakes on loopback answer in less than a millisecond, so
 * a kill would hardly ever land between a request and its answer. Bytes that were sent arrive, even when their sender
 * is killed meanwhile: that is what makes an attempt ambiguous.
 */
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './random.ts'

export type SlowLine = { port: number; stop(): Promise<void> }

/** Listens on a free loopback port; each chunk takes `least` to `most` milliseconds each way, in order. */
export async function startSlowLine(
  target: number,
  random: Random,
  [least, most]: readonly [least: number, most: number],
): Promise<SlowLine> {
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.once('close', () => sockets.delete(socket))
    }
    carry(near, far, () => random.between(least, most))
    carry(far, near, () => random.between(least, most))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** What one side said goes to the other side after its delay; its end goes last. */
function carry(from: Socket, to: Socket, delayMs: () => number): void {
  let last = Promise.resolve()
  const later = (arrive: () => void) => {
    const dueAt = performance.now() + delayMs()
    last = last.then(() => delay(Math.max(0, dueAt - performance.now()))).then(arrive)
  }
  from.on('data', chunk => later(() => void (to.writable && to.write(chunk))))
  from.on('error', () => from.destroy())
  from.on('close', () => later(() => to.end()))
  from.on('end', () => later(() => to.end()))
}
