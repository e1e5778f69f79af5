/** Who is told of a conversation, and what they may see of it: the same for its events and for who is there. */
import type { Server } from 'socket.io'
import { hiddenFrom, mask } from '../identity/masking.ts'
import type { Who } from '../identity/who.ts'
import { maskings, roomOf } from './rooms.ts'

/** The rooms of the inboxes this person sees, with what they may see of an event. */
export function conversationRooms(who: Who): string[] {
  const hidden = hiddenFrom(who)
  const shortens = hidden && (hidden.phone || hidden.email) ? hidden : null
  const rooms = who.allInboxes
    ? [roomOf.allInboxes(who.tenantId)]
    : who.inboxIds.map(inboxId => roomOf.inbox(who.tenantId, inboxId))
  return rooms.map(room => roomOf.masked(room, shortens))
}

type To = { tenantId: string; inboxIds: string[]; payload: unknown }

/**
 * Calls `emit` with the rooms of everyone who sees one of these inboxes, and with as much of the payload as they may
 * see. `isShared`: other processes have screens too.
 */
export function toEachAudience(
  io: Server,
  { tenantId, inboxIds, payload }: To,
  { isShared, emit }: { isShared: boolean; emit(rooms: string[], payload: unknown): void },
): void {
  const rooms = [roomOf.allInboxes(tenantId), ...inboxIds.map(inboxId => roomOf.inbox(tenantId, inboxId))]
  emit(rooms, payload)
  for (const hidden of maskings) {
    const shortened = rooms.map(room => roomOf.masked(room, hidden))
    // Alone, we see that nobody is there; beside other processes only they know who sits in their rooms.
    if (isShared || shortened.some(room => io.sockets.adapter.rooms.has(room))) {
      emit(shortened, mask(payload, hidden))
    }
  }
}
