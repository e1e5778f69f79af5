/** What the product's database holds at the end, read as its owner. */
import { askOwner } from './postmaster.ts'

export type InMessage = {
  text: string
  channel: string
  conversation_id: string
  contact_id: string
  address: string
}

export type OutMessage = {
  id: string
  text: string
  channel: string
  conversation_id: string
  seq: number
  state: string
  state_words: string | null
  address: string
  attempt_at: Date | null
  attempts: number
}

export type ConversationRow = {
  id: string
  contact_id: string
  thread: string
  status: string
  last_seq: number
  inbound_count: number
  events: number
  different: number
  first: number | null
  last: number | null
  received: number
}

export type StateChange = { message_id: string; state: string }

export type Evidence = {
  received: InMessage[]
  written: OutMessage[]
  conversations: ConversationRow[]
  /** In the order they happened, conversation by conversation. */
  changes: StateChange[]
  parked: { key: string; error: string | null }[]
  /** Contacts without any address: left over from a meeting that was never finished. */
  strayContacts: { id: string; name: string }[]
}

export async function readEvidence(dataDir: string): Promise<Evidence> {
  return {
    received: await askOwner(dataDir, receivedSql),
    written: await askOwner(dataDir, writtenSql),
    conversations: await askOwner(dataDir, conversationsSql),
    changes: await askOwner(dataDir, changesSql),
    parked: await askOwner(dataDir, `SELECT key, error FROM inbox_events WHERE state = 'parked'`),
    strayContacts: await askOwner(
      dataDir,
      'SELECT id, name FROM contacts c WHERE NOT EXISTS (SELECT 1 FROM identities i WHERE i.contact_id = c.id)',
    ),
  }
}

const receivedSql = `SELECT m.text, m.channel, m.conversation_id, c.contact_id, i.value AS address
  FROM messages m JOIN conversations c ON c.id = m.conversation_id JOIN identities i ON i.id = m.identity_id
  WHERE m.direction = 'in'`

const writtenSql = `SELECT m.id, m.text, m.channel, m.conversation_id, m.seq::int, m.state, m.state_words, i.value AS address,
    (SELECT max(a.started_at) FROM attempts a WHERE a.message_id = m.id) AS attempt_at,
    (SELECT count(*)::int FROM attempts a WHERE a.message_id = m.id) AS attempts
  FROM messages m JOIN identities i ON i.id = m.identity_id WHERE m.direction = 'out' ORDER BY m.conversation_id, m.seq`

const conversationsSql = `SELECT c.id, c.contact_id, c.thread, c.status, c.last_seq::int, c.inbound_count, e.*,
    (SELECT count(*)::int FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'in') AS received
  FROM conversations c, LATERAL (SELECT count(*)::int AS events, count(DISTINCT seq)::int AS different, min(seq)::int AS first,
    max(seq)::int AS last FROM events WHERE conversation_id = c.id) e`

const changesSql = `SELECT data->>'messageId' AS message_id,
    CASE WHEN type = 'message.written' THEN 'queued' ELSE data->>'state' END AS state
  FROM events WHERE type IN ('message.written', 'message.changed') ORDER BY conversation_id, seq`
