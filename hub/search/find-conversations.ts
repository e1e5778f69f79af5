/** Conversations by their contact's name or by operators alone, each at its latest message when the search began. */
import type { Tx } from '../../db/client.ts'
import { exactly } from '../../platform/newest-first.ts'
import {
  beginsWith,
  conversationConditions,
  findsByName,
  isNamed,
  someMessage,
  Values,
} from './conditions.ts'
import { type Ask, type Row, rowColumns } from './place.ts'
import { common } from './terms.ts'

const before = (ask: Ask, values: Values, at: string, id: string) =>
  ask.after
    ? `(${at}, ${id}) < (${values.add(ask.after.at)}::timestamptz, ${values.add(ask.after.id)}::uuid)`
    : 'true'

const latestMessage = (asOf: string) => `SELECT m.* FROM messages m
  WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.id AND m.created_at <= ${asOf}::timestamptz
  ORDER BY m.seq DESC LIMIT 1`

/**
 * One more than asked for, so that it is known whether there are more. Few contacts are looked up one by one; where very
 * many have such a name, conversations are walked latest first until enough are theirs.
 */
export async function findByName(tx: Tx, ask: Ask): Promise<Row[]> {
  const contactIds = await contactsNamed(tx, ask)
  if (contactIds === 'very many')
    return findByOperators(tx, ask, values => isNamed('c.contact_id', ask.names, ask.who, values))
  if (contactIds.length === 0) return []
  const values = new Values()
  const conditions = `${conversationConditions(ask, values)} AND ${someMessage(ask.filters, values)}`
  const { rows } = await tx.query<Row>(
    `SELECT ${exactly('m.created_at')} AS at, m.id, ${rowColumns} FROM conversations c
      CROSS JOIN LATERAL (${latestMessage(values.add(ask.asOf))}) m
      WHERE c.contact_id = ANY (${values.add(contactIds)}::uuid[]) AND ${conditions}
        AND ${before(ask, values, 'm.created_at', 'm.id')}
      ORDER BY m.created_at DESC, m.id DESC LIMIT ${values.add(ask.limit + 1)}`,
    values.list,
  )
  return rows
}

/** Those in whose name each word begins one. Every word is a walk of the index; what all of them find is left. */
async function contactsNamed(tx: Tx, { names, who }: Ask): Promise<string[] | 'very many'> {
  const values = new Values()
  const found = names.map(
    word => `SELECT w.contact_id AS id FROM contact_words w WHERE ${beginsWith(word, values)}`,
  )
  const { rows } = await tx.query<{ id: string }>(
    `SELECT n.id FROM (${found.join(' INTERSECT ')}) n
      WHERE ${findsByName('n.id', who)} LIMIT ${common + 1}`,
    values.list,
  )
  return rows.length > common ? 'very many' : rows.map(row => row.id)
}

/**
 * By operators alone, and by what else is asked of `c`. A conversation stands where its last message was when the search began: for those that have
 * been quiet since, that is in their row and its index; the few others are looked up.
 */
export async function findByOperators(
  tx: Tx,
  ask: Ask,
  also: (values: Values) => string = () => 'true',
): Promise<Row[]> {
  const values = new Values()
  const conditions = `${conversationConditions(ask, values)} AND ${someMessage(ask.filters, values)} AND ${also(values)}`
  const asOf = values.add(ask.asOf)
  const count = values.add(ask.limit + 1)
  const quiet = (status: string) => `(SELECT c.id, c.last_message_at AS at FROM conversations c
    WHERE c.status = '${status}' AND c.last_message_at <= ${asOf}::timestamptz
      AND ${before(ask, values, 'c.last_message_at', 'c.id')} AND ${conditions}
    ORDER BY c.last_message_at DESC NULLS LAST, c.id DESC NULLS LAST LIMIT ${count})`
  const since = `(SELECT c.id, m.created_at AS at FROM conversations c
    CROSS JOIN LATERAL (${latestMessage(asOf)}) m
    WHERE c.last_message_at > ${asOf}::timestamptz AND ${before(ask, values, 'm.created_at', 'c.id')}
      AND ${conditions})`
  const { rows } = await tx.query<Row>(
    `WITH found AS MATERIALIZED (${quiet('open')} UNION ALL ${quiet('resolved')} UNION ALL ${since})
      SELECT ${exactly('f.at')} AS at, f.id, x.* FROM found f
      CROSS JOIN LATERAL (SELECT ${rowColumns} FROM conversations c
        CROSS JOIN LATERAL (${latestMessage(asOf)}) m WHERE c.id = f.id OFFSET 0) x
      ORDER BY f.at DESC, f.id DESC LIMIT ${count}`,
    values.list,
  )
  return rows
}
