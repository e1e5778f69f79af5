/** What is told elsewhere is read there: nobody subscribes an address to what they may not see themselves. */
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { type EventKind, eventKinds, eventTypes, isEventType } from './event-types.ts'

/** Whether this member may read every event of the type, of any inbox and customer. Types of later versions: no. */
export function mayRead(who: Who, type: string): boolean {
  if (!isEventType(type)) return false
  const { needs }: EventKind = eventKinds[type]
  if (!may(who, needs)) return false
  return needs === 'conversations.read' ? who.allInboxes : who.customers === 'all'
}

/** Refuses events beyond what this member may read; "*" counts as every one there is. */
export function refuseUnreadable(who: Who, events: readonly string[]): void {
  const asked = events.includes('*') ? eventTypes : events
  const closed = asked.filter(type => !mayRead(who, type))
  if (closed.length === 0) return
  throw new Refusal(
    'forbidden',
    `You may not read these events yourself, so you cannot have them told elsewhere: ${closed.join(', ')}.`,
    { events: closed },
  )
}
