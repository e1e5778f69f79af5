/** A socket as the page has one: collects what it is told and lets tests wait for it. */
import { io, type Socket } from 'socket.io-client'

export type LiveClient = {
  events: { name: string; payload: Record<string, unknown> }[]
  /** The first thing told, past or to come, that matches. */
  told(
    name: string,
    matches?: (payload: Record<string, unknown>) => boolean,
  ): Promise<Record<string, unknown>>
  emit(name: string, payload: unknown): Promise<{ ok: boolean }>
  socket: Socket
  close(): void
}

/** Connects; rejects with the server's reason when it is refused. */
export function connectLive(url: string, cookie: string, origin?: string): Promise<LiveClient> {
  const socket = io(url, {
    transports: ['websocket'],
    extraHeaders: { cookie, ...(origin ? { origin } : {}) },
    reconnection: false,
    forceNew: true,
  })
  const events: LiveClient['events'] = []
  const waiting = new Set<() => void>()
  socket.onAny((name: string, payload: Record<string, unknown>) => {
    events.push({ name, payload })
    for (const look of waiting) look()
  })
  const client: LiveClient = {
    events,
    socket,
    told: (name, matches = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`nothing told: ${name}`))
        }, 10_000)
        const look = () => {
          const found = events.find(event => event.name === name && matches(event.payload))
          if (!found) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found.payload)
        }
        waiting.add(look)
        look()
      }),
    emit: (name, payload) => new Promise(resolve => socket.emit(name, payload, resolve)),
    close: () => void socket.close(),
  }
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(client))
    socket.once('connect_error', error => {
      socket.close()
      reject(error)
    })
  })
}
