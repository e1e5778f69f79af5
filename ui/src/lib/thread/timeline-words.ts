/** Timeline entries as sentences. */
import type { TimelineEntry } from '../api/types.ts'

const nameIn = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : null
const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

function assigned({ actor, data }: TimelineEntry, who: string): string {
  const to = nameIn(data.to)
  if (!to) return `${who} unassigned this`
  return actor && nameIn(data.to) === actor.name ? `${who} took this` : `${who} assigned this to ${to}`
}

/** "Thandi assigned this to Sipho". An unknown kind still says something. */
export function timelineWords(entry: TimelineEntry): string {
  const who = entry.actor?.name ?? 'Trunkline'
  const { data } = entry
  switch (entry.type) {
    case 'conversation.assigned':
      return assigned(entry, who)
    case 'conversation.resolved':
      return `${who} resolved this`
    case 'conversation.reopened':
      return entry.actor ? `${who} reopened this` : `Reopened by ${text(data.by) ?? 'a new message'}`
    case 'ticket.created': {
      const number = text(data.number)
      const subject = text(data.subject)
      return `${who} opened ticket${number ? ` ${number}` : ''}${subject ? `: ${subject}` : ''}`
    }
    case 'contact.linked': {
      const customer = nameIn(data.customer) ?? text(data.customerName) ?? text(data.name)
      const verb = data.linked === false || data.unlinked === true ? 'unlinked' : 'linked'
      return `${who} ${verb} ${customer ?? 'a customer'}`
    }
    default:
      return `${who}: ${entry.type}`
  }
}
