/** What happened to a ticket, as a line of its history. Pure. */
import type { Priority, TicketEvent, TicketStatus } from '../api/types.ts'
import { priorityWords } from '../desk/priority-words.ts'
import { stateWords } from './state-words.ts'

type FromTo<T> = { from: T; to: T }
type Named = { id: string; name: string }
type Changes = {
  status?: FromTo<TicketStatus>
  priority?: FromTo<Priority>
  assignee?: FromTo<Named | null>
  subject?: FromTo<string>
  description?: FromTo<string>
}

/** "Thandi moved this from New to In progress and took it". */
export function eventWords(event: TicketEvent): string {
  const who = event.member?.name ?? 'Trunkline'
  if (event.type === 'ticket.created') return `${who} opened this`
  if (event.type === 'ticket.commented') return `${who} commented`
  const words = changeWords((event.data.changes ?? {}) as Changes, event.member?.id ?? null)
  return `${who} ${words.join(' and ') || 'changed this'}`
}

function changeWords(
  { status, priority, assignee, subject, description }: Changes,
  by: string | null,
): string[] {
  return [
    ...(status ? [`moved this from ${stateWords[status.from]} to ${stateWords[status.to]}`] : []),
    ...(priority
      ? [`set priority from ${priorityWords[priority.from]} to ${priorityWords[priority.to]}`]
      : []),
    ...(assignee ? [assigneeWords(assignee, by)] : []),
    ...(subject ? [`changed the subject from “${subject.from}”`] : []),
    ...(description ? ['changed the description'] : []),
  ]
}

function assigneeWords({ from, to }: FromTo<Named | null>, by: string | null): string {
  if (!to) return from ? `took it from ${from.name}` : 'gave it to nobody'
  return to.id === by ? 'took it' : `gave it to ${to.name}`
}

export const commentText = (event: TicketEvent): string =>
  typeof event.data.text === 'string' ? event.data.text : ''
