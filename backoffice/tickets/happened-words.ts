/** What happened to a ticket, as one says it to whoever comes too late. Pure. */
import { stateWords } from './states.ts'
import type { TicketChanges, TicketEvent } from './ticket-log.ts'

const minuteMs = 60_000

/** "Thandi set this to pending 2 minutes ago". */
export function happenedWords(event: TicketEvent, now: Date): string {
  const who = event.member?.name ?? 'Somebody'
  return `${who} ${deedOf(event)} ${agoWords(now.getTime() - event.at.getTime())}`
}

function deedOf(event: TicketEvent): string {
  if (event.type === 'ticket.commented') return 'commented'
  if (event.type === 'ticket.created') return 'opened this'
  return changeWords(event.data.changes, event.member?.id ?? null).join(' and ') || 'changed this'
}

function changeWords(changes: TicketChanges, by: string | null): string[] {
  const { status, priority, assignee, subject, description } = changes
  const to = assignee?.to
  return [
    ...(status ? [`set this to ${stateWords[status.to]}`] : []),
    ...(priority ? [`made this ${priority.to}`] : []),
    ...(assignee
      ? [!to ? 'took this from everybody' : to.id === by ? 'took this' : `gave this to ${to.name}`]
      : []),
    ...(subject ? ['changed the subject'] : []),
    ...(description ? ['changed the description'] : []),
  ]
}

/** "just now", "2 minutes ago", "3 hours ago", "4 days ago". */
export function agoWords(ms: number): string {
  const minutes = Math.floor(ms / minuteMs)
  if (minutes < 1) return 'just now'
  const [many, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 60 * 24
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / (60 * 24)), 'day']
  return `${many} ${unit}${many === 1 ? '' : 's'} ago`
}
