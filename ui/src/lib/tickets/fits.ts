/** Whether a ticket fits a filter, as far as a screen can tell: the same as hub/tickets/ticket-filter.ts. Pure. */
import type { TicketRow } from '../api/types.ts'
import type { TicketQuery } from './calls.ts'
import { isOpen } from './state-words.ts'

const dayMs = 86_400_000
const ages: Record<string, (ageMs: number) => boolean> = {
  day: ageMs => ageMs < dayMs,
  week: ageMs => ageMs < 7 * dayMs,
  older: ageMs => ageMs >= 7 * dayMs,
  month: ageMs => ageMs >= 30 * dayMs,
}

/** Words are not looked for: a description is not on the screen. With words it may fit, and the server is asked. */
export function fits(
  row: TicketRow,
  query: TicketQuery,
  { memberId, now }: { memberId: string; now: number },
): boolean {
  const { status, priority, assignee, customer, age } = query
  if (status && !status.split(',').some(each => (each === 'open' ? isOpen(row.status) : each === row.status)))
    return false
  if (priority && row.priority !== priority) return false
  if (
    assignee === 'none'
      ? row.assignee
      : assignee && row.assignee?.id !== (assignee === 'me' ? memberId : assignee)
  )
    return false
  if (customer && row.customer?.id !== customer) return false
  return !age || (ages[age]?.(now - Date.parse(row.createdAt)) ?? true)
}
