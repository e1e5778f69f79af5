/**
 * A Socket.IO client that does next to nothing with what it hears: three hundred of them must not take the machine from
 * the servers they listen to. WebSocket only (RFC 6455), engine.io 4 inside.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

const patienceMs = 30_000
const text = 1

/** Resolves once the server has let it in; `hear` gets every packet after that, without a copy. */
export function listen(url: string, cookie: string, hear: (packet: Buffer) => void): Promise<Socket> {
  const { hostname, port, pathname, search, host } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  socket.write(
    `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nCookie: ${cookie}\r\n\r\n`,
  )
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error('not let in within 30 s')), patienceMs)
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server hung up')))
    let rest: Buffer = Buffer.alloc(0)
    let upgraded = false
    socket.on('data', chunk => {
      rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      if (!upgraded) {
        const end = rest.indexOf('\r\n\r\n')
        if (end < 0) return
        if (!rest.subarray(0, end).includes(' 101 ')) return void socket.destroy(new Error('no upgrade'))
        upgraded = true
        rest = rest.subarray(end + 4)
      }
      rest = eachFrame(rest, packet => {
        const said = packet.length < 200 ? packet.toString('latin1') : ''
        if (said === '2') socket.write(frame('3'))
        else if (said.startsWith('0{')) socket.write(frame('40'))
        else if (said.startsWith('44')) socket.destroy(new Error(`not let in: ${said}`))
        else if (said.startsWith('40')) {
          clearTimeout(late)
          resolve(socket)
        } else hear(packet)
      })
    })
  })
}

/** Calls for each whole frame; answers what is left. Servers send neither masked nor split frames. */
function eachFrame(bytes: Buffer, take: (payload: Buffer) => void): Buffer {
  let at = 0
  while (bytes.length - at >= 2) {
    const short = bytes.readUInt8(at + 1) & 127
    const header = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length - at < header) break
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : short
    if (bytes.length - at < header + length) break
    if ((bytes.readUInt8(at) & 15) === text) take(bytes.subarray(at + header, at + header + length))
    at += header + length
  }
  return bytes.subarray(at)
}

/** A short text, masked as clients must; a mask of zeros changes nothing. */
const frame = (said: string) =>
  Buffer.concat([Buffer.from([0x80 | text, 0x80 | said.length, 0, 0, 0, 0]), Buffer.from(said)])
