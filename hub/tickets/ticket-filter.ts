/** What a filter of tickets picks, as a condition on `t`, through the eyes of whoever asks. */
import { openStates } from '../../backoffice/tickets/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { type Bind, bindInto } from '../views/filter-sql.ts'
import type { TicketFilter } from './tickets.api.ts'
import { ownCustomersOf, ticketVisibleTo } from './visible.ts'

export type Picking = { where: string; values: unknown[]; bind: Bind }

const dayMs = 86_400_000
const mostWords = 8

/** Only what they may see. `now`: what ages are counted from. */
export function pickTickets(who: Who, filter: TicketFilter, now: Date): Picking {
  const values: unknown[] = [ownCustomersOf(who)]
  const bind = bindInto(values)
  const { q, status, priority, assignee, customer, age } = filter
  const parts = [ticketVisibleTo(1)]
  if (q) parts.push(saying(q, bind))
  if (status) parts.push(`t.status = ANY (${bind(statesOf(status))}::text[])`)
  if (priority) parts.push(`t.priority = ${bind(priority)}`)
  if (assignee === 'none') parts.push('t.assignee_id IS NULL')
  else if (assignee) parts.push(`t.assignee_id = ${bind(assignee === 'me' ? who.memberId : assignee)}::uuid`)
  if (customer) parts.push(`t.customer_id = ${bind(customer)}::uuid`)
  if (age) parts.push(ages[age](days => `${bind(new Date(now.getTime() - days * dayMs))}::timestamptz`))
  return { where: parts.join(' AND '), values, bind }
}

const statesOf = (status: NonNullable<TicketFilter['status']>): string[] =>
  status.flatMap(each => (each === 'open' ? [...openStates] : [each]))

const ages: Record<NonNullable<TicketFilter['age']>, (ago: (days: number) => string) => string> = {
  day: ago => `t.created_at > ${ago(1)}`,
  week: ago => `t.created_at > ${ago(7)}`,
  older: ago => `t.created_at <= ${ago(7)}`,
  month: ago => `t.created_at <= ${ago(30)}`,
}

/** Its number, or every word somewhere in subject, description or the customer's name. */
function saying(text: string, bind: Bind): string {
  const number = /^#?(\d{1,9})$/.exec(text)?.[1]
  const words = text.split(/\s+/).slice(0, mostWords)
  const said = words.map(word => {
    const like = bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)
    return `(t.subject ILIKE ${like} OR t.description ILIKE ${like} OR EXISTS (
      SELECT 1 FROM customers sought WHERE sought.id = t.customer_id AND sought.name ILIKE ${like}))`
  })
  const byWords = `(${said.join(' AND ')})`
  return number ? `(t.number = ${bind(Number(number))}::bigint OR ${byWords})` : byWords
}
