/** One kept-alive HTTP/1.1 connection that sends ready-made bytes: the generator must cost next to nothing. */
import { connect, type Socket } from 'node:net'

const patienceMs = 20_000

/**
 * Posts one request at a time. Rejects when the connection breaks meanwhile or nothing is answered for 20 s; one the
 * server closed because nobody used it for a while is opened anew, as every client does.
 */
export class Connection {
  readonly #port: number
  #socket: Socket
  #answer = ''
  #waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined

  constructor(port: number) {
    this.#port = port
    this.#socket = this.#open()
  }

  /** Sends the request's bytes; the status of its answer. */
  post(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (this.#socket.destroyed) this.#socket = this.#open()
      this.#socket.write(request)
    })
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.setEncoding('latin1')
    socket.setTimeout(patienceMs, () => this.#waiting && this.#break(new Error('no answer for 20 s')))
    socket.on('data', chunk => this.#read(String(chunk)))
    socket.on('error', error => this.#break(error))
    socket.on('close', () => socket === this.#socket && this.#break(new Error('the server hung up')))
    return socket
  }

  close(): void {
    this.#socket.destroy()
  }

  #break(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #read(chunk: string): void {
    this.#answer += chunk
    if (!whole(this.#answer)) return
    const status = Number(this.#answer.slice(9, 12))
    this.#answer = ''
    this.#waiting?.resolve(status)
    this.#waiting = undefined
  }
}

/** The answer's headers are there, and as many bytes of body as they promise. */
function whole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, head))
  return length ? answer.length >= head + 4 + Number(length[1]) : answer.endsWith('\r\n0\r\n\r\n')
}
