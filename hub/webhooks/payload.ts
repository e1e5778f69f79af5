/** An event as receivers read it: { id, type, timestamp, data }. Built when it is sent, from rows, never from memory. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Payload as PayloadSchema } from './webhooks.api.ts'

export type Payload = z.infer<typeof PayloadSchema>

type Row = {
  id: string
  type: string
  at: Date
  seq: number | null
  data: Record<string, unknown>
  customer_id: string | null
  actor_id: string | null
  actor_name: string | null
  conversation: Record<string, unknown> | null
  message: Record<string, unknown> | null
}

const person = (id: string) =>
  `(SELECT json_build_object('id', p.id, 'name', p.name) FROM members p WHERE p.id = ${id})`

const payloadSql = `SELECT e.id, e.type, e.at, e.seq, e.data, e.customer_id, e.actor_id,
    (SELECT p.name FROM members p WHERE p.id = e.actor_id) AS actor_name,
    CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'subject', c.subject, 'status', c.status,
      'assignee', ${person('c.assignee_id')},
      'contact', (SELECT json_build_object('id', k.id, 'name', k.name) FROM contacts k WHERE k.id = c.contact_id),
      'channel', c.last_channel) END AS conversation,
    CASE WHEN m.id IS NOT NULL THEN json_build_object('id', m.id, 'direction', m.direction, 'channel', m.channel,
      'text', m.text, 'state', m.state, 'authorName', m.author_name) END AS message
  FROM events e
  LEFT JOIN conversations c ON c.id = e.conversation_id
  LEFT JOIN messages m ON e.conversation_id IS NOT NULL AND m.id = (e.data->>'messageId')::uuid
  WHERE e.id = $1`

/** Null when there is no such event. A conversation and a message are as they are now. */
export async function readPayload(tx: Tx, eventId: string): Promise<Payload | null> {
  const { rows } = await tx.query<Row>({ name: 'webhook-payload', text: payloadSql }, [eventId])
  const row = rows[0]
  return row ? payloadOf(row) : null
}

const payloadOf = (row: Row): Payload => ({
  id: row.id,
  type: row.type,
  timestamp: row.at.toISOString(),
  data: {
    ...(row.conversation ? conversationData(row) : { ...row.data, customerId: row.customer_id }),
    actor: row.actor_id ? { id: row.actor_id, name: row.actor_name } : null,
  },
})

function conversationData(row: Row): Record<string, unknown> {
  const { messageId: _, state, ...data } = row.data
  // What the message became with this event, even if it has gone on since.
  const message = row.message && { ...row.message, ...(state === undefined ? {} : { state }) }
  return { ...data, seq: row.seq, conversation: row.conversation, ...(message ? { message } : {}) }
}
