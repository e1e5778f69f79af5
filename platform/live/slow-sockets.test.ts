import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket as TcpSocket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectLive, type LiveClient } from '../../test/live.ts'
import type { Who } from '../identity/who.ts'
import { createLog } from '../log.ts'
import { createLive, type Live, type LiveSocket } from './live.ts'

let http: Server
let live: Live
let inside: LiveSocket[]
let slow: LiveClient
let quick: LiveClient

/** The cookie is the name: what matters here is how fast one reads. */
const whoIs = async (headers: { cookie?: string | undefined }) =>
  ({
    tenantId: 'isp',
    memberId: headers.cookie,
    sessionId: headers.cookie,
    name: headers.cookie,
    permissions: ['conversations.read', 'fields.phone', 'fields.email', 'fields.balance'],
    allInboxes: true,
    inboxIds: [],
    impersonation: null,
    suspended: null,
    needs: null,
  }) as unknown as Who

beforeEach(async () => {
  http = createServer()
  inside = []
  live = createLive(http, {
    publicUrl: 'http://localhost',
    log: createLog('silent'),
    whoIs: whoIs as never,
    stillWelcome: async people => new Set(people),
    onSocket: socket => inside.push(socket),
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  slow = await connectLive(url, 'slow')
  quick = await connectLive(url, 'quick')
})
afterEach(async () => {
  slow.close()
  quick.close()
  await live.close()
})

/** What the network brings to this client stays unread. */
const wireOf = (client: LiveClient) =>
  (client.socket.io.engine.transport as unknown as { ws: { _socket: TcpSocket } }).ws._socket
const text = 'x'.repeat(60_000)
const tell = (number: number) => live.toInboxes('isp', ['sms'], 'event', { number, text })
const serverSide = (name: string) => inside.find(socket => socket.data.who.name === name) as LiveSocket
const waiting = (name: string) =>
  (serverSide(name).conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length
const lags = () => serverSide('slow').rooms.has('lagging')
const numbers = (client: LiveClient) =>
  client.events.filter(event => event.name === 'event').map(event => event.payload.number)

test('a screen that stops reading loses presence first, then is sent away to resync; others miss nothing', async () => {
  const gone = once(serverSide('slow') as never, 'disconnect')
  let isGone = false
  void gone.then(() => {
    isGone = true
  })
  const left = new Promise<{ reason: string; details: { context: { code: number; reason: string } } }>(
    resolve => slow.socket.once('disconnect', (reason, details) => resolve({ reason, details } as never)),
  )
  wireOf(slow).pause()
  let number = 0
  for (; !lags() && number < 2_000; number++) {
    tell(number)
    await setImmediate()
  }
  expect(lags()).toBe(true)
  live.sighted({
    socketId: 'a tab',
    person: { id: 'lerato', name: 'Lerato' },
    place: { tenantId: 'isp', conversationId: 'one', inboxIds: ['sms'] },
  })
  await quick.told('presence')
  for (let turns = 0; !isGone && turns < 100_000; turns++) {
    if (waiting('slow') < 300) tell(number++)
    await setImmediate()
  }
  await gone
  tell(number++)
  await quick.told('event', event => event.number === number - 1)
  expect(numbers(quick)).toEqual(Array.from({ length: number }, (_, at) => at))
  wireOf(slow).resume()
  const { reason, details } = await left
  expect(reason).toBe('transport close')
  expect(details.context).toMatchObject({ code: 4_000, reason: 'resync' })
  expect(slow.events.filter(event => event.name === 'presence')).toEqual([])
})

test('a burst far beyond the limits harms nobody who reads', async () => {
  for (let number = 0; number < 2_000; number++) live.toInboxes('isp', ['sms'], 'event', { number })
  await slow.told('event', event => event.number === 1_999)
  await quick.told('event', event => event.number === 1_999)
  expect(numbers(slow)).toEqual(Array.from({ length: 2_000 }, (_, at) => at))
  expect(slow.socket.connected && quick.socket.connected).toBe(true)
  live.sighted({
    socketId: 'a tab',
    person: { id: 'lerato', name: 'Lerato' },
    place: { tenantId: 'isp', conversationId: 'one', inboxIds: ['sms'] },
  })
  expect(await slow.told('presence')).toMatchObject({ state: 'viewing', member: { name: 'Lerato' } })
})
