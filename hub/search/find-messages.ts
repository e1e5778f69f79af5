/**
 * Conversations by the words of their messages, each at its latest message that matches. Candidates come from
 * message_words latest first, a batch at a time, and are checked against the message itself.
 */
import type { Tx } from '../../db/client.ts'
import { exactly } from '../../platform/newest-first.ts'
import { conversationConditions, isNamed, messageConditions, Values } from './conditions.ts'
import { type Ask, type Place, type Row, rowColumns } from './place.ts'
import { chooseDriver, type Driver, type Terms, wordsBeginning } from './terms.ts'

const batch = 400
const mostBatches = 5

/** `reached`: how far back it looked when there may be more; null when all was seen. */
type Found = { rows: Row[]; reached: Place | null; tooMany: string | null }

export async function findByMessages(tx: Tx, ask: Ask, terms: Terms): Promise<Found> {
  const chosen = await chooseDriver(tx, terms)
  const { source, tooMany } = await sourceOf(tx, chosen)
  const found = new Map<string, Row>()
  let reached = ask.after
  for (let round = 0; round < mostBatches; round += 1) {
    const candidates = await readCandidates(tx, { ...ask, after: reached }, terms, source)
    const fresh = candidates.filter(row => row.conversationId !== null && !found.has(row.conversationId))
    const shown = ask.after ? await alreadyShown(tx, ask, terms, source, fresh) : new Set<string>()
    for (const row of fresh) {
      if (!shown.has(row.conversationId) && !found.has(row.conversationId)) found.set(row.conversationId, row)
    }
    const last = candidates.at(-1)
    if (!last || candidates.length < batch) return { rows: [...found.values()], reached: null, tooMany }
    reached = { at: last.at, id: last.id }
    if (found.size > ask.limit) break
  }
  return { rows: [...found.values()], reached, tooMany }
}

/** Which rows of message_words `w` to walk: one word, or every word that begins so. */
type Source = { words: string[] } | { from: string; to: string }

/** A beginning of very many words would have to be gathered and sorted; then it counts as the word it is. */
async function sourceOf(tx: Tx, driver: Driver): Promise<{ source: Source; tooMany: string | null }> {
  if (driver.to === null) return { source: { words: [driver.from] }, tooMany: null }
  if (!driver.isCommon) return { source: { from: driver.from, to: driver.to }, tooMany: null }
  const words = await wordsBeginning(tx, driver)
  if (words) return { source: { words }, tooMany: null }
  return { source: { words: [driver.from] }, tooMany: driver.from }
}

const walk = (values: Values, source: Source, range: string) =>
  'words' in source
    ? `SELECT DISTINCT each.at, each.message_id FROM unnest(${values.add(source.words)}::text[]) AS looked(word)
        CROSS JOIN LATERAL (SELECT w.at, w.message_id FROM message_words w WHERE w.word = looked.word AND ${range}
          ORDER BY w.at DESC, w.message_id DESC LIMIT ${batch}) AS each`
    : `SELECT DISTINCT w.at, w.message_id FROM message_words w
        WHERE w.word >= ${values.add(source.from)} AND w.word < ${values.add(source.to)} AND ${range}`

async function readCandidates(tx: Tx, ask: Ask, terms: Terms, source: Source): Promise<Row[]> {
  const values = new Values()
  const asOf = `w.at <= ${values.add(ask.asOf)}::timestamptz`
  const range = ask.after
    ? `${asOf} AND (w.at, w.message_id) < (${values.add(ask.after.at)}::timestamptz, ${values.add(ask.after.id)}::uuid)`
    : asOf
  const conditions = matches(ask, terms, values)
  const { rows } = await tx.query<Row>(
    `WITH candidates AS MATERIALIZED (
        SELECT k.at, k.message_id FROM (${walk(values, source, range)}) k
        ORDER BY k.at DESC, k.message_id DESC LIMIT ${batch})
      SELECT ${exactly('k.at')} AS at, k.message_id AS id, x.*
      FROM candidates k LEFT JOIN LATERAL (
        SELECT ${rowColumns} FROM messages m
        JOIN conversations c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
        WHERE m.id = k.message_id AND ${conditions} OFFSET 0) x ON true
      ORDER BY k.at DESC, k.message_id DESC`,
    values.list,
  )
  return rows
}

/** Contacts whose name matches are found by it, at the latest message of theirs. */
const matches = (ask: Ask, terms: Terms, values: Values) =>
  `search_vector(m.subject, m.text) @@ ${values.add(terms.query)}::tsquery
    AND ${messageConditions(ask.filters, values)} AND ${conversationConditions(ask, values)}
    AND NOT (${isNamed('c.contact_id', ask.names, ask.who, values)})`

/** Of these, conversations with a later match: they stood on an earlier page. */
async function alreadyShown(
  tx: Tx,
  ask: Ask,
  terms: Terms,
  source: Source,
  rows: Row[],
): Promise<Set<string>> {
  if (!ask.after || rows.length === 0) return new Set()
  const values = new Values()
  const word =
    'words' in source
      ? `w.word = ANY (${values.add(source.words)}::text[])`
      : `w.word >= ${values.add(source.from)} AND w.word < ${values.add(source.to)}`
  const shown = await tx.query<{ id: string }>(
    `SELECT DISTINCT m.conversation_id AS id FROM messages m
      WHERE m.conversation_id = ANY (${values.add([...new Set(rows.map(row => row.conversationId))])}::uuid[])
        AND m.created_at <= ${values.add(ask.asOf)}::timestamptz
        AND (m.created_at, m.id) >= (${values.add(ask.after.at)}::timestamptz, ${values.add(ask.after.id)}::uuid)
        AND EXISTS (SELECT 1 FROM message_words w
          WHERE w.tenant_id = m.tenant_id AND ${word} AND w.at = m.created_at AND w.message_id = m.id)
        AND search_vector(m.subject, m.text) @@ ${values.add(terms.query)}::tsquery
        AND ${messageConditions(ask.filters, values)}`,
    values.list,
  )
  return new Set(shown.rows.map(row => row.id))
}
