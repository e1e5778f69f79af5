import type { Live } from '../../platform/live/live.ts'
import type { PublishedEvent } from './conversation-log.ts'

/** Sends committed events to everyone who sees one of the conversation's inboxes. */
export function publish(live: Live, tenantId: string, events: PublishedEvent[]): void {
  for (const event of events) live.toInboxes(tenantId, event.conversation.inboxIds, 'event', event)
}
