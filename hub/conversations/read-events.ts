/** What a client missed: every event after its number, or word that it should fetch the conversation anew. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { PublishedEvent } from './conversation-log.ts'
import { findConversation } from './find-conversations.ts'
import { readMessages } from './message-rows.ts'
import type { EventType } from './shapes.ts'

const mostEvents = 500

type Row = {
  id: string
  seq: number
  type: EventType
  actor_id: string | null
  actor_name: string | null
  data: Record<string, unknown>
  at: Date
}

const eventColumns = `e.id, e.seq, e.type, e.actor_id, m.name AS actor_name, e.data, e.at`
const eventJoins = `events e LEFT JOIN members m ON m.tenant_id = e.tenant_id AND m.id = e.actor_id`

export type MissedEvents = { events: PublishedEvent[]; lastSeq: number; tooOld: boolean }

/**
 * The events carry the conversation and messages as they are now: applied in order they end in the state a fetch gives.
 * `tooOld` when more was missed than one answer holds.
 */
export async function eventsAfter(
  tx: Tx,
  who: Who,
  conversationId: string,
  after: number,
): Promise<MissedEvents> {
  const { readCount: _, ...conversation } = await findConversation(tx, who, conversationId)
  const { rows } = await tx.query<Row>(
    {
      name: 'events-after',
      text: `SELECT ${eventColumns} FROM ${eventJoins} WHERE e.conversation_id = $1 AND e.seq > $2 AND e.seq <= $3
        ORDER BY e.seq LIMIT ${mostEvents + 1}`,
    },
    [conversationId, after, conversation.lastSeq],
  )
  if (rows.length > mostEvents) return { events: [], lastSeq: conversation.lastSeq, tooOld: true }
  const messageIds = rows.flatMap(row => (typeof row.data.messageId === 'string' ? [row.data.messageId] : []))
  // One that was moved to another conversation is told of there.
  const messages =
    messageIds.length > 0
      ? await readMessages(tx, 'm.id = ANY($1) AND m.conversation_id = $2', [messageIds, conversationId])
      : []
  const byId = new Map(messages.map(message => [message.id, message]))
  const events = rows.map(row => ({
    id: row.id,
    conversationId,
    seq: row.seq,
    type: row.type,
    at: row.at.toISOString(),
    actor: row.actor_id ? { id: row.actor_id, name: row.actor_name ?? '' } : null,
    conversation,
    message: byId.get(String(row.data.messageId)) ?? null,
    data: row.data,
  }))
  return { events, lastSeq: conversation.lastSeq, tooOld: false }
}

const timelineTypes: EventType[] = [
  'messages.moved',
  'conversation.assigned',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.changed',
  'conversation.snoozed',
  'conversation.woke',
  'ticket.created',
  'contact.linked',
  'contact.merged',
  'contact.unmerged',
  'contact.changed',
  'customer.verified',
]

export type TimelineRow = {
  seq: number
  type: string
  at: string
  actor: { id: string; name: string } | null
  data: Record<string, unknown>
}

/** What happened to the conversation itself from a number on, between its messages. */
export async function readTimeline(tx: Tx, conversationId: string, from: number): Promise<TimelineRow[]> {
  const { rows } = await tx.query<Row>(
    {
      name: 'read-timeline',
      text: `SELECT ${eventColumns} FROM ${eventJoins} WHERE e.conversation_id = $1 AND e.seq >= $2 AND e.type = ANY($3)
        ORDER BY e.seq DESC LIMIT 200`,
    },
    [conversationId, from, timelineTypes],
  )
  return rows.reverse().map(entryOf)
}

const entryOf = (row: Row): TimelineRow => ({
  seq: row.seq,
  type: row.type,
  at: row.at.toISOString(),
  actor: row.actor_id ? { id: row.actor_id, name: row.actor_name ?? '' } : null,
  data: row.data,
})

type Between = { conversationId: string; from: number; to: number | null }

/** The same for several parts of conversations at once, in the order asked for; null: to the end. */
export async function readTimelineBetween(tx: Tx, parts: Between[]): Promise<TimelineRow[][]> {
  const { rows } = await tx.query<Row & { part: number }>(
    `SELECT x.part::int AS part, e.*
      FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS x(id, first, after, part)
      CROSS JOIN LATERAL (SELECT ${eventColumns} FROM ${eventJoins} WHERE e.conversation_id = x.id
        AND e.seq >= x.first AND (x.after IS NULL OR e.seq < x.after) AND e.type = ANY($4)
        ORDER BY e.seq DESC LIMIT 100) e
      ORDER BY x.part, e.seq`,
    [
      parts.map(part => part.conversationId),
      parts.map(part => part.from),
      parts.map(part => part.to),
      timelineTypes,
    ],
  )
  return parts.map((_, at) => rows.filter(row => row.part === at + 1).map(entryOf))
}
