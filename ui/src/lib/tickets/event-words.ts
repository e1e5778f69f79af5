/** What happened to a ticket, as a line of its history. Pure. */
import type { Priority, TicketEvent, TicketStatus } from '../api/types.ts'
import { priorityWords } from '../desk/priority-words.ts'
import { say } from '../words/say.ts'
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
  if (event.type === 'ticket.created') return say`${who} opened this`
  if (event.type === 'ticket.commented') return say`${who} commented`
  const words = changeWords((event.data.changes ?? {}) as Changes, event.member?.id ?? null)
  return say`${who} ${words.join(say` and `) || say`changed this`}`
}

function changeWords(
  { status, priority, assignee, subject, description }: Changes,
  by: string | null,
): string[] {
  return [
    ...(status ? [say`moved this from ${stateWords[status.from]} to ${stateWords[status.to]}`] : []),
    ...(priority
      ? [say`set priority from ${priorityWords[priority.from]} to ${priorityWords[priority.to]}`]
      : []),
    ...(assignee ? [assigneeWords(assignee, by)] : []),
    ...(subject ? [say`changed the subject from “${subject.from}”`] : []),
    ...(description ? [say`changed the description`] : []),
  ]
}

function assigneeWords({ from, to }: FromTo<Named | null>, by: string | null): string {
  if (!to) return from ? say`took it from ${from.name}` : say`gave it to nobody`
  return to.id === by ? say`took it` : say`gave it to ${to.name}`
}

export const commentText = (event: TicketEvent): string =>
  typeof event.data.text === 'string' ? event.data.text : ''
