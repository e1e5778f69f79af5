/** What an identifier names: each through the rights of the member who asks, and by nothing they may not see in full. */
import type { z } from 'zod'
import { readPhone, tenantCountry } from '../../backoffice/customers/index.ts'
import type { Tx } from '../../db/client.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import { ownCustomer, Values } from './conditions.ts'
import { type Identifiers, readIdentifiers } from './identifiers.ts'
import type { ExactHit } from './search.api.ts'

type Hit = z.infer<typeof ExactHit>
type Known = Identifiers & { phone: string | null }

const most = 20

export async function findExact(tx: Tx, who: Who, text: string): Promise<Hit[]> {
  const read = readIdentifiers(text)
  const phone = /^[\d\s()+./-]{6,}$/.test(text) ? readPhone(text, await tenantCountry(tx)) : null
  const known: Known = {
    ...read,
    phone: may(who, 'fields.phone') ? phone : null,
    email: may(who, 'fields.email') ? read.email : null,
  }
  const seesCustomers = may(who, 'customers.read')
  const hits = [
    ...(seesCustomers ? await customersBy(tx, who, known) : []),
    ...(await contactsBy(tx, who, known)),
    ...(seesCustomers ? await invoicesBy(tx, who, known) : []),
    ...(seesCustomers ? await ticketsBy(tx, who, known) : []),
  ]
  return hits.slice(0, most)
}

/** The latest conversation that meets the condition on `c` and that this member may see. */
function latestSeen(condition: string, who: Who, values: Values): string {
  values.add(visibleInboxes(who))
  return `(SELECT c.id FROM conversations c WHERE ${condition} AND ${visibleTo(values.list.length)}
    ORDER BY c.last_message_at DESC, c.id DESC LIMIT 1)`
}

const ofCustomer = (column: string) =>
  `c.contact_id IN (SELECT cc.contact_id FROM contact_customers cc WHERE cc.customer_id = ${column})`

async function customersBy(tx: Tx, who: Who, known: Known): Promise<Hit[]> {
  const values = new Values()
  const ways: string[] = []
  const way = (matched: Hit['matched'], from: string) => ways.push(`SELECT '${matched}' AS matched, ${from}`)
  if (known.phone) way('phone', `id FROM customers WHERE phone = ${values.add(known.phone)}`)
  if (known.email) way('email', `id FROM customers WHERE email = ${values.add(known.email)}`)
  if (known.codes.length > 0) {
    const codes = `ANY (${values.add(known.codes)}::text[])`
    way('customer number', `id FROM customers WHERE number = ${codes}`)
    way('login', `customer_id FROM logins WHERE username = ${codes}`)
  }
  if (known.macs.length > 0) {
    const macs = `ANY (${values.add(known.macs)}::text[])`
    way('device address', `customer_id FROM radius_sessions WHERE calling_station_id = ${macs}`)
  }
  if (known.ip) {
    const ip = values.add(known.ip)
    const prefixes = `ANY (${values.add(known.prefixes)}::text[])`
    way('IP address', `customer_id FROM logins WHERE static_ip = ${ip}`)
    way('IP address', `customer_id FROM radius_sessions WHERE stopped_at IS NULL AND framed_ip = ${ip}`)
    way(
      'IP address',
      `customer_id FROM radius_sessions WHERE stopped_at IS NULL AND framed_ipv6_prefix = ${prefixes}`,
    )
  }
  if (ways.length === 0) return []
  const { rows } = await tx.query<Omit<Hit, 'kind'>>(
    `WITH named AS (SELECT id, min(matched) AS matched FROM (${ways.join(' UNION ALL ')}) w GROUP BY id)
      SELECT cu.id, cu.name AS title, cu.number AS detail, n.matched,
        ${latestSeen(ofCustomer('cu.id'), who, values)} AS "conversationId"
      FROM named n JOIN customers cu ON cu.id = n.id WHERE ${ownCustomer('cu', who, values)}
      ORDER BY cu.number LIMIT ${most}`,
    values.list,
  )
  return rows.map(row => ({ kind: 'customer', ...row }))
}

/** People who write from this address, where there is a conversation to see. */
async function contactsBy(tx: Tx, who: Who, known: Known): Promise<Hit[]> {
  const address = known.phone ?? known.email
  if (!address) return []
  const values = new Values()
  const seen = latestSeen('c.contact_id = i.contact_id', who, values)
  const { rows } = await tx.query<{ id: string; title: string; conversationId: string | null }>(
    `SELECT DISTINCT ON (i.contact_id) i.contact_id AS id, ct.name AS title, ${seen} AS "conversationId"
      FROM identities i JOIN contacts ct ON ct.id = i.contact_id
      WHERE i.value = ${values.add(address)} ORDER BY i.contact_id LIMIT ${most}`,
    values.list,
  )
  return rows
    .filter(row => row.conversationId !== null)
    .map(row => ({ kind: 'contact', ...row, detail: null, matched: known.phone ? 'phone' : 'email' }))
}

async function invoicesBy(tx: Tx, who: Who, known: Known): Promise<Hit[]> {
  if (known.codes.length === 0) return []
  const values = new Values()
  const { rows } = await tx.query<Omit<Hit, 'kind' | 'matched'>>(
    `SELECT i.id, 'Invoice ' || i.number AS title, cu.name || ', due ' || i.due_on AS detail,
        ${latestSeen(ofCustomer('cu.id'), who, values)} AS "conversationId"
      FROM invoices i JOIN customers cu ON cu.id = i.customer_id
      WHERE i.number = ANY (${values.add(known.codes)}::text[]) AND ${ownCustomer('cu', who, values)}
      ORDER BY i.number LIMIT ${most}`,
    values.list,
  )
  return rows.map(row => ({ kind: 'invoice', matched: 'invoice', ...row }))
}

/** Tickets of customers one may see; those of no customer, through their conversation. */
async function ticketsBy(tx: Tx, who: Who, known: Known): Promise<Hit[]> {
  if (known.ticket === null) return []
  const values = new Values()
  const { rows } = await tx.query<Omit<Hit, 'kind' | 'matched'> & { ofCustomer: boolean }>(
    `SELECT t.id, '#' || t.number || ' ' || t.subject AS title, t.status AS detail, t.customer_id IS NOT NULL AS "ofCustomer",
        ${latestSeen('c.id = t.conversation_id', who, values)} AS "conversationId"
      FROM tickets t LEFT JOIN customers cu ON cu.id = t.customer_id
      WHERE t.number = ${values.add(known.ticket)} AND (t.customer_id IS NULL OR ${ownCustomer('cu', who, values)})`,
    values.list,
  )
  return rows
    .filter(row => row.ofCustomer || row.conversationId !== null)
    .map(({ ofCustomer: _, ...row }) => ({ kind: 'ticket', matched: 'ticket', ...row }))
}
