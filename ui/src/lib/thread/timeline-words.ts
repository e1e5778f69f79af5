/** Timeline entries as sentences. */
import type { TimelineEntry } from '../api/types.ts'
import { changeWords, type FieldOf } from '../desk/change-words.ts'
import { contactWords } from './contact-words.ts'

const nameIn = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : null
const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

function assigned({ actor, data }: TimelineEntry, who: string): string {
  const to = nameIn(data.to)
  if (!to) return `${who} unassigned this`
  return actor && nameIn(data.to) === actor.name ? `${who} took this` : `${who} assigned this to ${to}`
}

function merged({ actor, data }: TimelineEntry, who: string): string {
  const [from, into] = [nameIn(data.from) ?? 'a contact', nameIn(data.into) ?? 'this contact']
  if (!actor && data.kind === 'move') return `${into} writes from an address that was ${from}’s before`
  if (data.kind === 'move') return `${who} moved an address from ${from} to ${into}`
  const end = typeof data.goesOnIn === 'string' ? '; their other open chat goes on, this one is resolved' : ''
  return `${who} merged ${from} into ${into}${end}`
}

/** "Thandi assigned this to Sipho". An unknown kind still says something. */
export function timelineWords(entry: TimelineEntry, fieldOf?: FieldOf): string {
  const who = entry.actor?.name ?? 'Trunkline'
  const { data } = entry
  switch (entry.type) {
    case 'conversation.assigned':
      return assigned(entry, who)
    case 'conversation.resolved':
      return `${who} resolved this`
    case 'conversation.reopened':
      return entry.actor ? `${who} reopened this` : `Reopened by ${text(data.by) ?? 'a new message'}`
    case 'conversation.changed':
      return `${who} ${changeWords(data, fieldOf).join(', ') || 'changed this'}`
    case 'conversation.snoozed':
      return `${who} snoozed this`
    case 'conversation.woke':
      if (entry.actor) return `${who} woke this`
      return data.by === 'time' ? 'Back from its snooze' : `Woken by ${text(data.by) ?? 'a new message'}`
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
    case 'contact.merged':
      return merged(entry, who)
    case 'contact.unmerged':
      return `${who} took that back: ${nameIn(data.from) ?? 'they'} and ${nameIn(data.into) ?? 'another contact'} are two contacts again`
    case 'contact.changed':
      return contactWords(data, entry.actor?.name ?? null)
    case 'customer.verified':
      return entry.actor
        ? `${who} verified them as ${nameIn(data.customer) ?? 'a customer'}`
        : `Verified as ${nameIn(data.customer) ?? 'a customer'} by the code they wrote`
    default:
      return `${who}: ${entry.type}`
  }
}
