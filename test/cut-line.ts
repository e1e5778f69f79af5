/** The way from a browser to the product, which can be cut and mended, and counts the sockets that go over it. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type CutLine = {
  url: string
  /** How many web sockets stand now. */
  sockets(): number
  /** How many were opened so far. */
  opened(): number
  /** Everything on its way is lost, and nothing new gets through. */
  cut(): void
  mend(): void
  stop(): Promise<void>
}

/** Listens on a free loopback port and leads to another one. */
export async function startCutLine(port: number): Promise<CutLine> {
  const connections = new Set<Socket>()
  const sockets = new Set<Socket>()
  let opened = 0
  let isCut = false
  const carry = (near: Socket) => {
    const far = connect(port, '127.0.0.1')
    near.once('data', chunk => {
      if (!/^upgrade: websocket/im.test(chunk.toString('latin1'))) return
      opened++
      sockets.add(near)
    })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      connections.add(one)
      one.on('error', () => one.destroy())
      one.once('close', () => {
        connections.delete(one)
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
  const server = createServer(near => {
    if (isCut) near.destroy()
    else carry(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    isCut = true
    for (const connection of connections) connection.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets: () => sockets.size,
    opened: () => opened,
    cut,
    mend: () => {
      isCut = false
    },
    async stop() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
