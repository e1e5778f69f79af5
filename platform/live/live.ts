/**
 * Live publishing. A socket carries hints of rows that are already committed: a client that misses one asks for what
 * came after its last sequence number.
 */
import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { may, type Who } from '../identity/who.ts'
import type { WhoIs } from '../identity/who-is.ts'
import type { Log } from '../log.ts'
import { conversationRooms, ticketRooms, toEachAudience, toEachMasking } from './audience.ts'
import { type LivePresence, sharePresence } from './live-presence.ts'
import { type NetworkPulse, watchNetwork } from './network-watch.ts'
import type { Sighting } from './presence.ts'
import { roomOf } from './rooms.ts'
import { watchBacklog } from './slow-sockets.ts'

export type Live = {
  /** To everyone who sees at least one of these inboxes. */
  toInboxes(tenantId: string, inboxIds: string[], name: string, payload: unknown): void
  /** To everyone who may read all tickets. */
  toTickets(tenantId: string, name: string, payload: unknown): void
  /** To panels that show this customer. */
  toCustomer(tenantId: string, customerId: string, name: string, payload: unknown): void
  /** To every screen of one person: a member's id, or that of a borrowed pair of eyes. */
  toPerson(tenantId: string, personId: string, name: string, payload: unknown): void
  /** RADIUS did something: screens that watch the network are told, at most once a second. */
  pulse(tenantId: string, pulse: NetworkPulse): void
  /** Someone is somewhere, or gone: all processes learn of it, and whoever sees that conversation. */
  sighted(sighting: Sighting): void
  /** Whether this member has that conversation before their eyes now, in any browser. Knows it where words of others are heard. */
  isLookedAt(tenantId: string, memberId: string, conversationId: string): boolean
  /** Ends the sockets of a session that was signed out. */
  endSession(sessionId: string): void
  close(): Promise<void>
}

export type SocketData = { who: Who }
export type LiveSocket = Socket<
  Record<string, never>,
  Record<string, never>,
  Record<string, never>,
  SocketData
>

export type LiveOptions = {
  publicUrl: string
  log: Log
  whoIs: WhoIs
  /** Of these people, those who may stay as they came in. Asked every few seconds. */
  stillWelcome(people: Who[]): Promise<Set<Who>>
  /** Registers what clients may say; each handler checks its own permission. */
  onSocket(socket: LiveSocket): void
  /** What screens that watch the network are told of a pulse. */
  networkWord?(tenantId: string, pulse: NetworkPulse): Promise<unknown>
  adapter?: Parameters<Server['adapter']>[0] | undefined
  /** This process has no screens of its own, and yet asks who looks at what. */
  asksPresence?: boolean
  /** Milliseconds, for presence. */
  now?: () => number
}

const recheckMs = 4_000

/** `http` is absent in processes that publish but serve no sockets (workers). */
export function createLive(http: HttpServer | undefined, options: LiveOptions): Live {
  const io = new Server({
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 16_384,
    pingInterval: 20_000,
    pingTimeout: 10_000,
  })
  if (options.adapter) io.adapter(options.adapter)
  const isShared = options.adapter !== undefined
  const presence = sharePresence(io, {
    now: options.now ?? Date.now,
    isShared,
    hears: http !== undefined || options.asksPresence === true,
  })
  const network = watchNetwork(io, {
    isShared,
    hasScreens: http !== undefined,
    word: options.networkWord ?? (async () => null),
    log: options.log,
  })
  if (http) {
    acceptSockets(io, presence, options)
    io.attach(http)
  }
  const recheck = http ? setInterval(() => void endRevoked(io, options), recheckMs) : undefined
  recheck?.unref()
  return {
    toInboxes(tenantId, inboxIds, name, payload) {
      const emit = (rooms: string[], shown: unknown) => io.to(rooms).emit(name, shown)
      toEachAudience(io, { tenantId, inboxIds, payload }, { isShared, emit })
    },
    toTickets(tenantId, name, payload) {
      const emit = (rooms: string[], shown: unknown) => io.to(rooms).emit(name, shown)
      toEachMasking(io, { rooms: [roomOf.tickets(tenantId)], payload }, { isShared, emit })
    },
    toCustomer(tenantId, customerId, name, payload) {
      io.to(roomOf.customer(tenantId, customerId)).emit(name, payload)
    },
    toPerson(tenantId, personId, name, payload) {
      io.to(roomOf.person(tenantId, personId)).emit(name, payload)
    },
    pulse: network.pulse,
    sighted: presence.sighted,
    isLookedAt: presence.isLookedAt,
    endSession: sessionId => io.in(roomOf.session(sessionId)).disconnectSockets(true),
    close: async () => {
      clearInterval(recheck)
      presence.close()
      network.close()
      // Without a server to close, only what joins the processes is left to end.
      await (http ? io.close() : io.of('/').adapter.close())
    },
  }
}

function acceptSockets(io: Server, presence: LivePresence, options: LiveOptions): void {
  const origin = new URL(options.publicUrl).origin
  io.use((socket, next) => {
    admit(socket, origin, options).then(
      refusal => next(refusal ? new Error(refusal) : undefined),
      (error: Error) => {
        options.log.warn({ err: error }, 'socket refused')
        next(new Error('unavailable'))
      },
    )
  })
  io.on('connection', socket => {
    const who = socket.data.who as Who
    void socket.join(roomOf.session(who.sessionId))
    void socket.join(ticketRooms(who))
    watchBacklog(socket, options.log)
    if (may(who, 'conversations.read')) {
      void socket.join(conversationRooms(who))
      presence.enter(socket, who)
    }
    options.onSocket(socket as LiveSocket)
  })
}

/** Null when the socket may come in, else the word the page is told. */
async function admit(socket: Socket, origin: string, options: LiveOptions): Promise<string | null> {
  // A browser always names its origin; a page of another site must not ride on this person's cookie.
  const from = socket.handshake.headers.origin
  if (from !== undefined && from !== origin && !sameHost(from, socket.handshake.headers.host)) {
    return 'wrong-origin'
  }
  const who = await options.whoIs(socket.handshake.headers)
  if (!who) return 'signed-out'
  if (who.suspended !== null) return 'suspended'
  if (who.needs) return who.needs
  socket.data.who = who
  return null
}

/** The page and the socket came from the same host: localhost and 127.0.0.1 are both fine in development. */
const sameHost = (origin: string, host: string | undefined) =>
  URL.canParse(origin) && new URL(origin).host === host

/** A revoked session, a disabled member or changed rights end the socket; the page comes back with what holds now. */
async function endRevoked(io: Server, options: LiveOptions): Promise<void> {
  const sockets = [...io.sockets.sockets.values()]
  if (sockets.length === 0) return
  try {
    const welcome = await options.stillWelcome(sockets.map(socket => socket.data.who as Who))
    for (const socket of sockets) {
      if (!welcome.has(socket.data.who as Who)) socket.disconnect(true)
    }
  } catch (error) {
    options.log.warn({ err: error }, 'sessions could not be checked again')
  }
}
