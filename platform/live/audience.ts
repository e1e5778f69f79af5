/** Who is told of a conversation or a ticket, and what they may see of it: the same for events and for who is there. */
import type { Server } from 'socket.io'
import { type Hidden, hiddenFrom, mask } from '../identity/masking.ts'
import { may, type Who } from '../identity/who.ts'
import { maskings, roomOf } from './rooms.ts'

/** The rooms of the inboxes this person sees, with what they may see of an event. */
export function conversationRooms(who: Who): string[] {
  const rooms = who.allInboxes
    ? [roomOf.allInboxes(who.tenantId)]
    : who.inboxIds.map(inboxId => roomOf.inbox(who.tenantId, inboxId))
  return rooms.map(room => roomOf.masked(room, shortensFor(who)))
}

/** Where this person hears of tickets; a reseller looks for themself, since most of what is told is not theirs. */
export function ticketRooms(who: Who): string[] {
  if (!may(who, 'tickets.read') || who.customers === 'own') return []
  return [roomOf.masked(roomOf.tickets(who.tenantId), shortensFor(who))]
}

type To = { tenantId: string; inboxIds: string[]; payload: unknown }
type Out = { isShared: boolean; emit(rooms: string[], payload: unknown): void }

/**
 * Calls `emit` with the rooms of everyone who sees one of these inboxes, and with as much of the payload as they may
 * see. `isShared`: other processes have screens too.
 */
export function toEachAudience(io: Server, { tenantId, inboxIds, payload }: To, out: Out): void {
  const rooms = [roomOf.allInboxes(tenantId), ...inboxIds.map(inboxId => roomOf.inbox(tenantId, inboxId))]
  toEachMasking(io, { rooms, payload }, out)
}

/** Calls `emit` with these rooms, and with each shortened form of them for those from whom something is hidden. */
export function toEachMasking(
  io: Server,
  { rooms, payload }: { rooms: string[]; payload: unknown },
  { isShared, emit }: Out,
): void {
  emit(rooms, payload)
  for (const hidden of maskings) {
    const shortened = rooms.map(room => roomOf.masked(room, hidden))
    // Alone, we see that nobody is there; beside other processes only they know who sits in their rooms.
    if (isShared || shortened.some(room => io.sockets.adapter.rooms.has(room))) {
      emit(shortened, mask(payload, hidden))
    }
  }
}

/** What is left out of what this person is told; null when it is told in full. */
function shortensFor(who: Who): Hidden | null {
  const hidden = hiddenFrom(who)
  return hidden && (hidden.phone || hidden.email) ? hidden : null
}
