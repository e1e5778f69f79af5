/** Timeline entries as sentences. */
import type { TimelineEntry } from '../api/types.ts'
import { changeWords, type FieldOf } from '../desk/change-words.ts'
import { say } from '../words/say.ts'
import { contactWords } from './contact-words.ts'

const nameIn = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : null
const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

function assigned({ actor, data }: TimelineEntry, who: string): string {
  const to = nameIn(data.to)
  if (!to) return say`${who} unassigned this`
  return actor && nameIn(data.to) === actor.name ? say`${who} took this` : say`${who} assigned this to ${to}`
}

function merged({ actor, data }: TimelineEntry, who: string): string {
  const [from, into] = [nameIn(data.from) ?? say`a contact`, nameIn(data.into) ?? say`this contact`]
  if (!actor && data.kind === 'move') return say`${into} writes from an address that was ${from}’s before`
  if (data.kind === 'move') return say`${who} moved an address from ${from} to ${into}`
  const end =
    typeof data.goesOnIn === 'string' ? say`; their other open chat goes on, this one is resolved` : ''
  return say`${who} merged ${from} into ${into}${end}`
}

/** "Thandi assigned this to Sipho". An unknown kind still says something. */
export function timelineWords(entry: TimelineEntry, fieldOf?: FieldOf): string {
  const who = entry.actor?.name ?? 'Trunkline'
  const { data } = entry
  switch (entry.type) {
    case 'conversation.assigned':
      return assigned(entry, who)
    case 'conversation.resolved':
      return say`${who} resolved this`
    case 'conversation.reopened':
      return entry.actor ? say`${who} reopened this` : say`Reopened by ${text(data.by) ?? say`a new message`}`
    case 'conversation.changed':
      return say`${who} ${changeWords(data, fieldOf).join(say`, `) || say`changed this`}`
    case 'conversation.snoozed':
      return say`${who} snoozed this`
    case 'conversation.woke':
      if (entry.actor) return say`${who} woke this`
      return data.by === 'time'
        ? say`Back from its snooze`
        : say`Woken by ${text(data.by) ?? say`a new message`}`
    case 'ticket.created': {
      const number = text(data.number)
      const subject = text(data.subject)
      return say`${who} opened ticket${number ? ` ${number}` : ''}${subject ? `: ${subject}` : ''}`
    }
    case 'contact.linked': {
      const customer = nameIn(data.customer) ?? text(data.customerName) ?? text(data.name)
      const name = customer ?? say`a customer`
      const isOff = data.linked === false || data.unlinked === true
      return isOff ? say`${who} unlinked ${name}` : say`${who} linked ${name}`
    }
    case 'contact.merged':
      return merged(entry, who)
    case 'contact.unmerged':
      return say`${who} took that back: ${nameIn(data.from) ?? say`they`} and ${nameIn(data.into) ?? say`another contact`} are two contacts again`
    case 'contact.changed':
      return contactWords(data, entry.actor?.name ?? null)
    case 'customer.verified':
      return entry.actor
        ? say`${who} verified them as ${nameIn(data.customer) ?? say`a customer`}`
        : say`Verified as ${nameIn(data.customer) ?? say`a customer`} by the code they wrote`
    default:
      return `${who}: ${entry.type}`
  }
}
