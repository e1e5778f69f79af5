/** One measured side as its generator sees it: connections that post, and the agent's socket that hears. */
import { io } from 'socket.io-client'
import { Connection } from './connection.ts'
import { Ledger } from './ledger.ts'
import { numberOf, webhook } from './webhooks.ts'

export type Side = {
  name: string
  ledger: Ledger
  /** Fresh connections: a server closes those that were idle for some seconds. */
  connect(): Connection[]
  /** The n-th request, from the stock when it was made in advance. */
  request(n: number): Buffer
  /** Makes and signs the next `count` requests before the clock runs. */
  stock(count: number): void
  close(): void
}

type Place = { name: string; url: string; hookUrl: string; appSecret: string; cookie: string }

/** Connects the agent; each load posts over `concurrency` connections. */
export async function openSide(place: Place, concurrency: number): Promise<Side> {
  const ledger = new Ledger()
  const socket = io(place.url, {
    transports: ['websocket'],
    extraHeaders: place.cookie ? { cookie: place.cookie } : {},
    reconnection: false,
    forceNew: true,
  })
  socket.on('event', (event: { type: string; message?: { text: string } | null }) => {
    const n = event.type === 'message.received' ? numberOf(event.message?.text) : undefined
    if (n !== undefined) ledger.arrived(n)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const port = Number(new URL(place.url).port)
  const made = new Map<number, Buffer>()
  const make = (n: number) => webhook(place.hookUrl, place.appSecret, n)
  return {
    name: place.name,
    ledger,
    connect: () => Array.from({ length: concurrency }, () => new Connection(port)),
    request(n) {
      const request = made.get(n)
      made.delete(n)
      return request ?? make(n)
    },
    stock(count) {
      made.clear()
      const first = ledger.postedAt.length
      for (let n = first; n < first + count; n += 1) made.set(n, make(n))
    },
    close: () => void socket.close(),
  }
}
