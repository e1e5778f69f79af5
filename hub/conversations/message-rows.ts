/** Messages to and from their table. */
import type { Tx } from '../../db/client.ts'
import type { StoredTemplate } from '../templates/fill-template.ts'
import type { LiveMessage, MessageState } from './shapes.ts'

/** A message to insert: what people see of it, and what only the hub needs. */
export type MessageRow = {
  live: LiveMessage
  identityId: string | null
  externalId: string | null
  html: string | null
  references: string[]
  inboxEventId: string | null
  template?: StoredTemplate | null
  /** Of each attachment, in order: its place at the provider, or of one of ours the place in the file store. */
  attachmentRefs: ({ ref: string } | { sha256: string })[]
}

/** Of these (inbox, external id) pairs, those that exist, as `inbox external`. */
export async function knownExternalIds(tx: Tx, pairs: [string, string][]): Promise<Set<string>> {
  const { rows } = await tx.query<{ inbox_id: string; external_id: string }>(
    {
      name: 'known-external-ids',
      // One index look-up per pair (OFFSET 0 keeps it so): a join planned while the table was empty walks all of it.
      text: `SELECT x.inbox_id, x.external_id FROM unnest($1::uuid[], $2::text[]) AS x(inbox_id, external_id)
        CROSS JOIN LATERAL (SELECT 1 FROM messages m
          WHERE m.inbox_id = x.inbox_id AND m.external_id = x.external_id OFFSET 0) m`,
    },
    [pairs.map(([inboxId]) => inboxId), pairs.map(([, externalId]) => externalId)],
  )
  return new Set(rows.map(row => `${row.inbox_id} ${row.external_id}`))
}

/** One statement for all messages, one more when any has files. */
export async function insertMessages(tx: Tx, rows: MessageRow[]): Promise<void> {
  await tx.query({ name: 'insert-messages', text: insertMessagesSql }, [JSON.stringify(rows.map(toRecord))])
  const files = rows.flatMap(row =>
    row.live.attachments.map((file, at) => ({
      ...row.attachmentRefs[at],
      state: file.state,
      id: file.id,
      message_id: row.live.id,
      conversation_id: row.live.conversationId,
      inbox_event_id: row.inboxEventId,
      name: file.name,
      content_type: file.contentType,
      size_bytes: file.sizeBytes,
    })),
  )
  if (files.length > 0)
    await tx.query({ name: 'insert-attachments', text: insertAttachmentsSql }, [JSON.stringify(files)])
}

const toRecord = (row: MessageRow) => ({
  id: row.live.id,
  conversation_id: row.live.conversationId,
  seq: row.live.seq,
  direction: row.live.direction,
  inbox_id: row.live.inboxId,
  channel: row.live.channel,
  identity_id: row.identityId,
  author_id: row.live.author?.id ?? null,
  author_name: row.live.author?.name ?? null,
  text: row.live.text,
  html: row.html,
  subject: row.live.subject,
  template: row.template ?? null,
  external_id: row.externalId,
  references: row.references,
  state: row.live.state,
  automatic: row.live.automatic,
  flags: row.live.flags,
  send_after: row.live.sendAfter,
  sent_at: row.live.sentAt,
  created_at: row.live.createdAt,
  inbox_event_id: row.inboxEventId,
})

const insertMessagesSql = `INSERT INTO messages (id, conversation_id, seq, direction, inbox_id, channel, identity_id, author_id,
    author_name, text, html, subject, template, external_id, "references", state, automatic, flags, send_after, sent_at, created_at, inbox_event_id)
  SELECT id, conversation_id, seq, direction, inbox_id, channel, identity_id, author_id, author_name, text, html, subject,
    template, external_id, "references", state, automatic, flags, send_after, sent_at, created_at, inbox_event_id
  FROM json_to_recordset($1::json) AS x(id uuid, conversation_id uuid, seq bigint, direction text, inbox_id uuid, channel text,
    identity_id uuid, author_id uuid, author_name text, text text, html text, subject text, template jsonb, external_id text,
    "references" text[], state text, automatic boolean, flags text[], send_after timestamptz, sent_at timestamptz, created_at timestamptz,
    inbox_event_id uuid)`

const insertAttachmentsSql = `INSERT INTO attachments (id, message_id, conversation_id, inbox_event_id, ref, sha256, state, name, content_type,
    size_bytes)
  SELECT id, message_id, conversation_id, inbox_event_id, ref, sha256, state, name, content_type, size_bytes
  FROM json_to_recordset($1::json) AS x(id uuid, message_id uuid, conversation_id uuid, inbox_event_id uuid, ref text, sha256 text,
    state text, name text, content_type text, size_bytes bigint)`

type Row = {
  id: string
  conversation_id: string
  seq: number
  direction: LiveMessage['direction']
  channel: string | null
  inbox_id: string | null
  author_id: string | null
  author_name: string | null
  text: string
  has_html: boolean
  subject: string | null
  template: LiveMessage['template']
  state: MessageState
  state_words: string | null
  automatic: boolean
  flags: string[]
  send_after: Date | null
  sent_at: Date | null
  created_at: Date
  files: LiveMessage['attachments'] | null
}

const messageColumns = `m.id, m.conversation_id, m.seq, m.direction, m.channel, m.inbox_id, m.author_id, m.author_name, m.text,
  m.html IS NOT NULL AS has_html, m.subject,
  CASE WHEN m.template IS NOT NULL THEN json_build_object('name', m.template->>'name', 'language', m.template->>'language') END AS template,
  m.state, m.state_words, m.automatic, m.flags, m.send_after, m.sent_at, m.created_at,
  (SELECT json_agg(json_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type, 'sizeBytes', a.size_bytes,
    'state', a.state, 'words', a.words) ORDER BY a.id) FROM attachments a WHERE a.message_id = m.id) AS files`

/** Messages by a condition on `m`, oldest first. */
export async function readMessages(tx: Tx, where: string, values: unknown[]): Promise<LiveMessage[]> {
  const { rows } = await tx.query<Row>(
    `SELECT ${messageColumns} FROM messages m WHERE ${where} ORDER BY m.seq`,
    values,
  )
  return rows.map(messageOf)
}

/** The latest `limit` messages before a number, oldest first. */
export async function readMessagesBefore(
  tx: Tx,
  conversationId: string,
  before: number,
  limit: number,
): Promise<LiveMessage[]> {
  const { rows } = await tx.query<Row>(
    {
      name: 'messages-before',
      text: `SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3`,
    },
    [conversationId, before, limit],
  )
  return rows.map(messageOf).reverse()
}

const messageOf = (row: Row): LiveMessage => ({
  id: row.id,
  conversationId: row.conversation_id,
  seq: row.seq,
  direction: row.direction,
  channel: row.channel,
  inboxId: row.inbox_id,
  author: row.author_id ? { id: row.author_id, name: row.author_name ?? '' } : null,
  text: row.text,
  hasHtml: row.has_html,
  subject: row.subject,
  template: row.template,
  state: row.state,
  stateWords: row.state_words,
  automatic: row.automatic,
  flags: row.flags,
  sendAfter: row.send_after?.toISOString() ?? null,
  sentAt: row.sent_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  attachments: row.files ?? [],
})
