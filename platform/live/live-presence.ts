/** Presence between processes and screens. Lost words heal by themselves: heartbeats repeat them, silence ends them. */
import type { Server, Socket } from 'socket.io'
import type { Who } from '../identity/who.ts'
import { toEachAudience } from './audience.ts'
import { type Place, Presence, type PresenceWord, personOf, type Sighting } from './presence.ts'
import { roomOf } from './rooms.ts'

export type LivePresence = ReturnType<typeof sharePresence>

const sweepMs = 1_000

/** `hears`: this process has sockets of its own, or asks who is where; another only passes words on. */
export function sharePresence(
  io: Server,
  { now, isShared, hears }: { now: () => number; isShared: boolean; hears: boolean },
) {
  const presence = new Presence(now, (word, place) => tellScreens(io, word, place))
  if (hears) io.on('sighted', (sighting: Sighting) => presence.take(sighting))
  const sweeping = hears ? setInterval(() => presence.sweep(), sweepMs).unref() : undefined
  const sighted = (sighting: Sighting) => {
    presence.take(sighting)
    if (isShared) io.serverSideEmit('sighted', sighting)
  }
  return {
    sighted,
    isLookedAt: (tenantId: string, personId: string, conversationId: string) =>
      presence.isThere({ tenantId, conversationId, personId }),
    /** Tells a new screen who is where, and everyone when it is closed. */
    enter(socket: Socket, who: Who): void {
      const person = personOf(who)
      void socket.join(roomOf.person(who.tenantId, person.id))
      const others = presence.list(who)
      if (others.length > 0) socket.emit('presence.list', { items: others })
      socket.once('disconnect', () => sighted({ socketId: socket.id, person, place: null }))
    },
    close: () => clearInterval(sweeping),
  }
}

/**
 * Only this process's own screens: the others hold the same and tell theirs. Not as "volatile", which drops whatever is
 * the second word of one moment; only screens that lag behind go without.
 */
function tellScreens(io: Server, word: PresenceWord, { tenantId, inboxIds }: Place): void {
  const notTo = [roomOf.lagging, roomOf.person(tenantId, word.member.id)]
  const emit = (rooms: string[], shown: unknown) => io.local.to(rooms).except(notTo).emit('presence', shown)
  toEachAudience(io, { tenantId, inboxIds, payload: word }, { isShared: false, emit })
}
