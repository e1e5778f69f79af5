/** Customers a contact names in what they wrote: by number, login, phone or email. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'

type NamedCustomer = {
  customer: { id: string; number: string; name: string }
  score: number
  reasons: string[]
}

const messagesRead = 50
const mostWords = 300

/** What each way of naming a customer is worth: a login is known to fewer than a number on every invoice. */
const kinds = {
  login: { score: 80, words: 'login named in a message' },
  number: { score: 70, words: 'customer number named in a message' },
  phone: { score: 60, words: 'phone on record named in a message' },
  email: { score: 60, words: 'email on record named in a message' },
}

type Row = { id: string; number: string; name: string; kind: keyof typeof kinds }

/** Best first. Reads only messages this member may see. */
export async function customersNamed(tx: Tx, who: Who, contactId: string): Promise<NamedCustomer[]> {
  const words = await wordsOf(tx, who, contactId)
  if (words.length === 0) return []
  const { rows } = await tx.query<Row>(
    `SELECT c.id, c.number, c.name, x.kind FROM customers c JOIN (
       SELECT customer_id AS id, 'login' AS kind FROM logins WHERE username = ANY($1)
       UNION SELECT id, 'number' FROM customers WHERE number = ANY($2)
       UNION SELECT id, 'phone' FROM customers WHERE phone = ANY($1)
       UNION SELECT id, 'email' FROM customers WHERE email = ANY($3)) x ON x.id = c.id LIMIT 50`,
    [words, words.map(word => word.toUpperCase()), words.map(word => word.toLowerCase())],
  )
  const found = new Map<string, NamedCustomer>()
  for (const { kind, ...customer } of rows) {
    const named = found.get(customer.id) ?? { customer, score: 0, reasons: [] }
    named.score = Math.max(named.score, kinds[kind].score)
    named.reasons.push(kinds[kind].words)
    found.set(customer.id, named)
  }
  return [...found.values()].sort((a, b) => b.score - a.score)
}

async function wordsOf(tx: Tx, who: Who, contactId: string): Promise<string[]> {
  const { rows } = await tx.query<{ text: string }>(
    `SELECT left(m.text, 2000) AS text FROM conversations c
     CROSS JOIN LATERAL (SELECT text, seq FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'in'
       ORDER BY m.seq DESC LIMIT ${messagesRead}) m
     WHERE c.contact_id = $2 AND ${visibleTo(1)} ORDER BY c.last_message_at DESC, m.seq DESC LIMIT ${messagesRead}`,
    [visibleInboxes(who), contactId],
  )
  const words = rows.flatMap(row => row.text.match(/[\p{L}\d+][\p{L}\d@._+-]{3,79}/gu) ?? [])
  return [...new Set(words.map(word => word.replace(/[._-]+$/, '')))].slice(0, mostWords)
}
