/** A kept-alive connection that sends exactly the bytes it is given, however broken they are, and reads the status. */
import { connect, type Socket } from 'node:net'

const patienceMs = 20_000

/** One at a time. A server that hangs up after its answer gets a new connection for the next request. */
export class Wire {
  readonly #port: number
  #socket: Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** The answer's status; 0 when the server hung up or stayed silent for 20 s without one. */
  send(request: Buffer): Promise<number> {
    const socket = this.#open()
    return new Promise(resolve => {
      let answer = ''
      const done = () => {
        socket.removeAllListeners('data').removeAllListeners('close').removeAllListeners('timeout')
        if (socket.destroyed || /\r\nconnection: close\r\n/i.test(answer)) this.close()
        resolve(Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0))
      }
      socket.on('data', chunk => {
        answer += chunk.toString('latin1')
        if (whole(answer)) done()
      })
      socket.once('close', done)
      socket.once('timeout', () => socket.destroy())
      socket.write(request)
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Socket {
    if (this.#socket && !this.#socket.destroyed) return this.#socket
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.setTimeout(patienceMs)
    // What goes wrong ends in 'close'.
    socket.on('error', () => {})
    this.#socket = socket
    return socket
  }
}

/** The headers are there, and as many bytes of body as they promise; without a promise, when the server hangs up. */
function whole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, head))
  return length ? answer.length >= head + 4 + Number(length[1]) : answer.endsWith('\r\n0\r\n\r\n')
}
