/**
 * Which conversation an incoming message belongs to. Chats: the contact's one open chat, or the one resolved lately,
 * which is opened again. Threads (email): the conversation its references name, if the sender takes part in it.
 */
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'

/** A chat that was resolved this recently goes on instead of starting anew. */
const reopenWithin = `interval '3 days'`

export type Draft = {
  contactId: string
  channel: string
  inboxId: string
  at: Date
  subject: string | null
}

/** Contact -> open chat. One statement when everybody has one. */
export async function findChats(tx: Tx, drafts: Draft[]): Promise<Map<string, string>> {
  const contactIds = [...new Set(drafts.map(draft => draft.contactId))]
  const found = await openChats(tx, contactIds)
  for (const contactId of contactIds.sort()) {
    if (found.has(contactId)) continue
    const draft = drafts.find(each => each.contactId === contactId) as Draft
    found.set(contactId, (await lastResolvedChat(tx, contactId)) ?? (await createChat(tx, draft)))
  }
  return found
}

async function openChats(tx: Tx, contactIds: string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; contact_id: string }>(
    {
      name: 'open-chats',
      text: `SELECT id, contact_id FROM conversations
        WHERE contact_id = ANY($1) AND thread = 'chat' AND status <> 'resolved'`,
    },
    [contactIds],
  )
  return new Map(rows.map(row => [row.contact_id, row.id]))
}

async function lastResolvedChat(tx: Tx, contactId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM conversations WHERE contact_id = $1 AND thread = 'chat' AND resolved_at > now() - ${reopenWithin}
     ORDER BY resolved_at DESC LIMIT 1`,
    [contactId],
  )
  return rows[0]?.id ?? null
}

/** The unique index lets only one of two creators win; the other takes the winner's. */
async function createChat(tx: Tx, draft: Draft): Promise<string> {
  const id = await insertConversation(tx, 'chat', draft)
  if (id) return id
  const winner = (await openChats(tx, [draft.contactId])).get(draft.contactId)
  if (!winner) throw new Error('an open chat that conflicts cannot be read')
  return winner
}

export async function createThread(tx: Tx, draft: Draft): Promise<string> {
  return (await insertConversation(tx, 'thread', draft)) as string
}

async function insertConversation(tx: Tx, thread: 'chat' | 'thread', draft: Draft): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    {
      name: 'insert-conversation',
      text: `INSERT INTO conversations (id, contact_id, thread, subject, inbox_ids, last_message_at, last_channel)
        VALUES ($1, $2, $3, $4, ARRAY[$5::uuid], $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
    },
    [newId(), draft.contactId, thread, draft.subject, draft.inboxId, draft.at, draft.channel],
  )
  return rows[0]?.id ?? null
}

export type ThreadMatch = { conversationId: string; mine: boolean }

/**
 * The conversation the nearest known reference belongs to. `mine` is false when the sender is nobody in it: a guessed
 * or forwarded reference must not open another customer's thread.
 */
export async function findThread(
  tx: Tx,
  inboxId: string,
  references: string[],
  contactId: string,
): Promise<ThreadMatch | null> {
  if (references.length === 0) return null
  const { rows } = await tx.query<{ conversation_id: string; external_id: string; contact_id: string }>(
    {
      name: 'find-thread',
      text: `SELECT m.conversation_id, m.external_id, c.contact_id FROM messages m
        JOIN conversations c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
        WHERE m.inbox_id = $1 AND m.external_id = ANY($2)`,
    },
    [inboxId, references.slice(0, 50)],
  )
  for (const reference of references) {
    const row = rows.find(each => each.external_id === reference)
    if (row) return { conversationId: row.conversation_id, mine: row.contact_id === contactId }
  }
  return null
}
