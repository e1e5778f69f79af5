/**
 * The one way a conversation changes: lock its row, change the row in memory and append what happened, save both in one
 * transaction. Every event takes the conversation's next number, so a client that holds number n knows what it misses.
 */
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import type { EventType, LiveConversation, LiveMessage, NewEvent } from './shapes.ts'

export type LockedConversation = LiveConversation

type Row = {
  id: string
  contact_id: string
  contact_name: string
  customer_id: string | null
  customer_name: string | null
  thread: 'chat' | 'thread'
  status: 'open' | 'resolved'
  subject: string | null
  assignee_id: string | null
  assignee_name: string | null
  team_id: string | null
  team_name: string | null
  priority: LiveConversation['priority']
  labels: string[]
  snoozed_until: Date | null
  fields: Record<string, unknown>
  inbox_ids: string[]
  last_seq: number
  inbound_count: number
  last_message_at: Date
  last_preview: string
  last_direction: 'in' | 'out' | 'note'
  last_channel: string
  waiting_since: Date | null
}

/** Names by scalar look-ups: a join planned while the tables were small reads every contact of the tenant. */
export const conversationColumns = `c.id, c.contact_id,
  (SELECT ct.name FROM contacts ct WHERE ct.tenant_id = c.tenant_id AND ct.id = c.contact_id) AS contact_name,
  c.customer_id, (SELECT cu.name FROM customers cu WHERE cu.tenant_id = c.tenant_id AND cu.id = c.customer_id) AS customer_name,
  c.thread, c.status, c.subject, c.assignee_id,
  (SELECT m.name FROM members m WHERE m.tenant_id = c.tenant_id AND m.id = c.assignee_id) AS assignee_name,
  c.team_id, (SELECT t.name FROM teams t WHERE t.tenant_id = c.tenant_id AND t.id = c.team_id) AS team_name,
  c.priority, c.labels, c.snoozed_until, c.fields, c.inbox_ids, c.last_seq, c.inbound_count, c.last_message_at, c.last_preview,
  c.last_direction, c.last_channel, c.waiting_since`

/** A row of the list, from its columns. */
export const conversationOf = (row: Row): LiveConversation => ({
  id: row.id,
  contact: { id: row.contact_id, name: row.contact_name },
  customer: row.customer_id ? { id: row.customer_id, name: row.customer_name ?? '' } : null,
  thread: row.thread,
  status: row.status,
  subject: row.subject,
  assignee: row.assignee_id ? { id: row.assignee_id, name: row.assignee_name ?? '' } : null,
  team: row.team_id ? { id: row.team_id, name: row.team_name ?? '' } : null,
  priority: row.priority,
  labels: row.labels,
  snoozedUntil: row.snoozed_until?.toISOString() ?? null,
  fields: row.fields,
  inboxIds: row.inbox_ids,
  channel: row.last_channel,
  preview: row.last_preview,
  lastDirection: row.last_direction,
  lastMessageAt: row.last_message_at.toISOString(),
  waitingSince: row.waiting_since?.toISOString() ?? null,
  inboundCount: row.inbound_count,
  lastSeq: row.last_seq,
})

/** Locks conversations in id order, so that two transactions never wait for each other. */
export async function lockConversations(tx: Tx, ids: string[]): Promise<Map<string, LockedConversation>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<Row>(
    {
      name: 'lock-conversations',
      text: `SELECT ${conversationColumns} FROM conversations c WHERE c.id = ANY($1) ORDER BY c.id FOR UPDATE`,
    },
    [ids],
  )
  return new Map(rows.map(row => [row.id, conversationOf(row)]))
}

type Change = {
  conversation: LiveConversation
  event: NewEvent
  message: LiveMessage | null
  seq: number
  id: string
}

/** Events whose number is the place of their message in the conversation. */
const placesMessage = new Set<EventType>([
  'message.received',
  'message.written',
  'note.written',
  'message.moved',
])

/** Collects what happens to locked conversations and saves it once. */
export class ConversationLog {
  readonly changes: Change[] = []
  readonly #at: Date
  constructor(at: Date) {
    this.#at = at
  }

  /** Appends one event and answers its number. The conversation's own fields are changed by the caller. */
  append(conversation: LockedConversation, event: NewEvent, message: LiveMessage | null = null): number {
    conversation.lastSeq += 1
    if (message && placesMessage.has(event.type)) message.seq = conversation.lastSeq
    this.changes.push({ conversation, event, message, seq: conversation.lastSeq, id: newId() })
    return conversation.lastSeq
  }

  /** Writes the events and rows; the live events as they go out after the commit. */
  async save(tx: Tx): Promise<PublishedEvent[]> {
    if (this.changes.length === 0) return []
    await tx.query({ name: 'insert-conversation-events', text: insertEvents }, [
      JSON.stringify(this.changes.map(eventRow(this.#at))),
    ])
    const touched = [...new Set(this.changes.map(change => change.conversation))]
    await tx.query({ name: 'update-conversations', text: updateConversations }, [
      JSON.stringify(touched.map(conversationRow)),
    ])
    return this.changes.map(change => ({
      id: change.id,
      conversationId: change.conversation.id,
      seq: change.seq,
      type: change.event.type,
      at: this.#at.toISOString(),
      actor: change.event.actor ?? null,
      // A copy: later events of the same transaction go on changing the row.
      conversation: { ...change.conversation },
      message: change.message,
      data: change.event.data ?? {},
    }))
  }
}

export type PublishedEvent = {
  id: string
  conversationId: string
  seq: number
  type: EventType
  at: string
  actor: { id: string; name: string } | null
  conversation: LiveConversation
  message: LiveMessage | null
  data: Record<string, unknown>
}

const eventRow = (at: Date) => (change: Change) => ({
  id: change.id,
  conversation_id: change.conversation.id,
  seq: change.seq,
  type: change.event.type,
  actor_id: change.event.actor?.id ?? null,
  data: { ...change.event.data, ...(change.message ? { messageId: change.message.id } : {}) },
  at: at.toISOString(),
})

const insertEvents = `INSERT INTO events (id, conversation_id, seq, type, actor_id, data, at)
  SELECT id, conversation_id, seq, type, actor_id, data, at FROM json_to_recordset($1::json)
  AS x(id uuid, conversation_id uuid, seq bigint, type text, actor_id uuid, data jsonb, at timestamptz)`

const conversationRow = (conversation: LiveConversation) => ({
  id: conversation.id,
  status: conversation.status,
  subject: conversation.subject,
  assignee_id: conversation.assignee?.id ?? null,
  team_id: conversation.team?.id ?? null,
  customer_id: conversation.customer?.id ?? null,
  priority: conversation.priority,
  labels: conversation.labels,
  snoozed_until: conversation.snoozedUntil,
  fields: conversation.fields,
  inbox_ids: conversation.inboxIds,
  last_seq: conversation.lastSeq,
  inbound_count: conversation.inboundCount,
  last_message_at: conversation.lastMessageAt,
  last_preview: conversation.preview,
  last_direction: conversation.lastDirection,
  last_channel: conversation.channel,
  waiting_since: conversation.waitingSince,
})

const updateConversations = `UPDATE conversations c SET status = x.status, subject = x.subject, assignee_id = x.assignee_id,
    team_id = x.team_id, customer_id = x.customer_id, priority = x.priority, labels = x.labels, snoozed_until = x.snoozed_until, fields = x.fields,
    inbox_ids = x.inbox_ids, last_seq = x.last_seq, inbound_count = x.inbound_count, last_message_at = x.last_message_at,
    last_preview = x.last_preview, last_direction = x.last_direction, last_channel = x.last_channel,
    waiting_since = x.waiting_since,
    resolved_at = CASE WHEN x.status <> 'resolved' THEN NULL ELSE COALESCE(c.resolved_at, now()) END
  FROM json_to_recordset($1::json) AS x(id uuid, status text, subject text, assignee_id uuid, team_id uuid,
    customer_id uuid, priority text, labels text[], snoozed_until timestamptz, fields jsonb, inbox_ids uuid[],
    last_seq bigint, inbound_count int, last_message_at timestamptz, last_preview text, last_direction text,
    last_channel text, waiting_since timestamptz)
  WHERE c.id = x.id`
