/** A Socket.IO server and nothing else: what is posted to it goes to the room the path names, as large as the product's events. */
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { announce, order } from './host.ts'

const { port = '', bytes = '0' } = order()
const http = createServer(async (req, res) => {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const event = { type: 'message.received', text: Buffer.concat(chunks).toString('utf8'), more: '' }
  const packet = `42${JSON.stringify(['event', event])}`
  event.more = 'x'.repeat(Math.max(0, Number(bytes) - packet.length))
  io.to(req.url ?? '/').emit('event', event)
  res.end('ok')
})
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
io.on('connection', socket => void socket.join([String(socket.handshake.query.room), '/everyone']))
http.listen(Number(port), '127.0.0.1', () =>
  announce({ url: `http://127.0.0.1:${port}` }, async () => void (await io.close())),
)
