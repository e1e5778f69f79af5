/** A place nobody may reach: it counts who connects, whatever they then say. And a place that sends everybody there. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { type FakeServer, startFakeServer } from '../fakes/fake-server.ts'

export type Canary = { port: number; connections(): number; stop(): Promise<void> }

/** One port of this machine, by IPv4 and, where there is IPv6, by that too. */
export async function startCanary(): Promise<Canary> {
  let count = 0
  const sockets = new Set<Socket>()
  const welcome = (socket: Socket) => {
    count += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\nthe secret\n')
  }
  const first = await listen(createServer(welcome), '127.0.0.1', 0)
  const { port } = first.address() as { port: number }
  const second = await listen(createServer(welcome), '::1', port).catch(() => null)
  return {
    port,
    connections: () => count,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      for (const server of [first, second]) server?.close()
    },
  }
}

export async function listen(server: Server, host: string, port: number): Promise<Server> {
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

/**
 * Speaks HTTP and points to the canary: `/<status>/…` answers with that status and a Location, everything else with a
 * JSON body full of the canary's address, as a provider's answer about a file is.
 */
export function startRedirector(canary: Canary): Promise<FakeServer> {
  const target = `http://127.0.0.1:${canary.port}/secret`
  return startFakeServer(request => {
    const status = Number(/^\/(3\d\d)\//.exec(request.path)?.[1] ?? 200)
    const headers = { location: target, refresh: `0; url=${target}`, 'content-location': target }
    return { status, headers, json: { ok: true, url: target, result: { file_path: target }, uri: target } }
  })
}
