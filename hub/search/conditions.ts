/** Operators as SQL on `c` (conversations) and `m` (messages), through the eyes of the member who asks. */
import { may, type Who } from '../../platform/identity/who.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { Filters, State } from './operators.ts'
import type { Ask } from './place.ts'
import { lastCharacter } from './terms.ts'

/** Values of one statement; `add` answers the placeholder. */
export class Values {
  readonly list: unknown[] = []
  add(value: unknown): string {
    this.list.push(value)
    return `$${this.list.length}`
  }
}

const literal = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Where a contact's name is an address, only who may see addresses finds by it. */
export function findsByName(contactId: string, who: Who): string {
  const phones = may(who, 'fields.phone') ? '' : ` AND ct.name !~ '^[+]?[0-9][0-9 ()-]{6,}$'`
  const emails = may(who, 'fields.email') ? '' : ` AND position('@' IN ct.name) = 0`
  if (!phones && !emails) return 'true'
  return `EXISTS (SELECT 1 FROM contacts ct WHERE ct.id = ${contactId}${phones}${emails})`
}

/** A word of a name that begins so, as a range of contact_words `w`. */
export const beginsWith = (word: string, values: Values): string =>
  `w.word >= ${values.add(word)} AND w.word < ${values.add(word + lastCharacter)}`

/** Contacts in whose name each of these folded words begins one, as a condition on a column that holds their id. */
export function isNamed(contactId: string, words: string[], who: Who, values: Values): string {
  if (words.length === 0) return 'false'
  const all = words.map(
    word => `EXISTS (SELECT 1 FROM contact_words w
      WHERE w.contact_id = ${contactId} AND ${beginsWith(word, values)})`,
  )
  return [...all, findsByName(contactId, who)].join(' AND ')
}

/** What a conversation itself must be, and who may see it. */
export function conversationConditions({ filters, from, who }: Ask, values: Values): string {
  values.add(visibleInboxes(who))
  const all = [visibleTo(values.list.length)]
  for (const words of from) all.push(isNamed('c.contact_id', words, who, values))
  for (const label of filters.label) {
    all.push(
      `EXISTS (SELECT 1 FROM unnest(c.labels) AS label WHERE lower(label) = lower(${values.add(label)}))`,
    )
  }
  for (const name of filters.assignee) all.push(assigned(name, who, values))
  for (const state of filters.is) all.push(stateIs[state](who, values))
  return all.join(' AND ')
}

function assigned(name: string, who: Who, values: Values): string {
  if (name.toLowerCase() === 'me') return `c.assignee_id = ${values.add(who.memberId)}`
  if (name.toLowerCase() === 'nobody') return 'c.assignee_id IS NULL'
  return `EXISTS (SELECT 1 FROM members mb WHERE mb.tenant_id = c.tenant_id AND mb.id = c.assignee_id
    AND mb.name ILIKE ALL (${values.add(name.split(/\s+/).map(literal))}::text[]))`
}

const stateIs: Record<State, (who: Who, values: Values) => string> = {
  open: () => `c.status = 'open'`,
  resolved: () => `c.status = 'resolved'`,
  snoozed: () => `c.snoozed_until > now()`,
  unread: (who, values) => `c.inbound_count > COALESCE((SELECT r.inbound_count FROM read_marks r
    WHERE r.tenant_id = c.tenant_id AND r.conversation_id = c.id AND r.member_id = ${values.add(who.memberId)}), 0)`,
  unpaid: (who, values) =>
    customerIs(
      `EXISTS (SELECT 1 FROM invoices i WHERE i.tenant_id = cu.tenant_id AND i.customer_id = cu.id AND i.total_minor >
        COALESCE((SELECT sum(a.amount_minor) FROM allocations a
          WHERE a.tenant_id = i.tenant_id AND a.invoice_id = i.id), 0))`,
      who,
      values,
    ),
  offline: (who, values) =>
    customerIs(
      `EXISTS (SELECT 1 FROM logins l WHERE l.tenant_id = cu.tenant_id AND l.customer_id = cu.id
        AND NOT EXISTS (SELECT 1 FROM radius_sessions s
          WHERE s.tenant_id = l.tenant_id AND s.login_id = l.id AND s.stopped_at IS NULL))`,
      who,
      values,
    ),
}

/** Of a customer the contact speaks for; resellers know of their own ones only. */
const customerIs = (condition: string, who: Who, values: Values) =>
  `EXISTS (SELECT 1 FROM contact_customers cc
    JOIN customers cu ON cu.tenant_id = cc.tenant_id AND cu.id = cc.customer_id
    WHERE cc.tenant_id = c.tenant_id AND cc.contact_id = c.contact_id AND ${ownCustomer('cu', who, values)}
      AND ${condition})`

/** Which customers this member may see at all. */
export const ownCustomer = (alias: string, who: Who, values: Values): string =>
  who.customers === 'all' ? 'true' : `${alias}.reseller_id = ${values.add(who.memberId)}`

const dayBegins = (day: string) =>
  `(${day}::date)::timestamp AT TIME ZONE (SELECT t.time_zone FROM tenants t LIMIT 1)`

/** What a message itself must be. */
export function messageConditions(filters: Filters, values: Values): string {
  const all = ['true']
  if (filters.channel.length > 0) all.push(`m.channel = ANY (${values.add(filters.channel)}::text[])`)
  if (filters.before !== null) all.push(`m.created_at < ${dayBegins(values.add(filters.before))}`)
  if (filters.after !== null) all.push(`m.created_at >= ${dayBegins(values.add(filters.after))}`)
  if (filters.hasFile) {
    all.push('EXISTS (SELECT 1 FROM attachments f WHERE f.tenant_id = m.tenant_id AND f.message_id = m.id)')
  }
  return all.join(' AND ')
}

/** The same of any message of the conversation. */
export function someMessage(filters: Filters, values: Values): string {
  const condition = messageConditions(filters, values)
  if (condition === 'true') return 'true'
  return `EXISTS (SELECT 1 FROM messages m
    WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.id AND ${condition})`
}
