/** An entry of a customer's timeline as a sentence. Pure. */
import { actionWords } from '../audit/action-words.ts'
import { say } from '../words/say.ts'
import { calendarDate } from '../words/time.ts'
import type { TimelineEntry } from './calls.ts'
import { ticketState } from './ticket-words.ts'

export type EntryWords = {
  title: string
  /** In small letters below: a cause, a reason, what became what. */
  detail: string | null
  /** What was said, in the words of whoever said it. */
  quote: string | null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const joined = (...parts: unknown[]) => parts.map(textOf).filter(Boolean).join(' · ') || null
const number = (entry: TimelineEntry) => `#${entry.ticket?.number ?? ''}`

type Say = (entry: TimelineEntry, locale: string) => Partial<EntryWords> & { title: string }

const says: Record<string, Say> = {
  'message.in': entry => ({ title: say`${entry.author ?? say`They`} wrote`, quote: entry.text }),
  'message.out': entry => ({ title: say`${entry.author ?? say`We`} answered`, quote: entry.text }),
  'message.note': entry => ({
    title: say`${entry.author ?? say`Somebody`} noted in the conversation`,
    quote: entry.text,
  }),
  'note.written': entry => ({ title: say`${entry.author} left a note`, quote: entry.text }),
  'invoice.issued': ({ text, data }, locale) => ({
    title: say`Invoice ${text} issued`,
    detail: typeof data.dueOn === 'string' ? say`due ${calendarDate(data.dueOn, locale)}` : null,
  }),
  'payment.received': ({ data }) => ({
    title: say`Payment received`,
    detail: joined(data.method, data.reference),
  }),
  'session.started': ({ login, data }) => ({
    title: say`${login} came online`,
    detail: joined(data.ip, data.nas),
  }),
  'session.stopped': ({ login, text, data }) => ({
    title: say`${login} went offline`,
    detail: joined(text, data.nas),
  }),
  'sign-in.rejected': ({ login, text, data }) => ({
    title: say`Sign-in of ${login} refused`,
    detail: joined(text, data.nas),
  }),
  'ticket.created': entry => ({
    title: say`${entry.author ?? say`Somebody`} opened ticket ${number(entry)}`,
    detail: entry.text,
  }),
  'ticket.changed': entry => ({
    title: say`${entry.author ?? say`Somebody`} changed ticket ${number(entry)}`,
    detail: changesIn(entry.data.changes) ?? entry.text,
  }),
  'ticket.commented': entry => ({
    title: say`${entry.author ?? say`Somebody`} commented on ticket ${number(entry)}`,
    quote: entry.text,
  }),
}

export function entryWords(entry: TimelineEntry, locale: string): EntryWords {
  const say = says[entry.type] ?? somethingElse
  return { detail: null, quote: null, ...say(entry, locale) }
}

const somethingElse: Say = ({ type, author, text, data }) => ({
  title: actionWords(type),
  detail: joined(text, data.reason, data.plan, data.username, author && say`by ${author}`),
})

/** "status: New → In progress" */
function changesIn(changes: unknown): string | null {
  if (changes === null || typeof changes !== 'object') return null
  const words = Object.entries(changes as Record<string, { from?: unknown; to?: unknown }>)
    .filter(([name]) => name !== 'description')
    .map(([name, { from, to }]) => `${name}: ${valueWords(from)} → ${valueWords(to)}`)
  return words.join(', ') || null
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined) return 'nobody'
  if (typeof value === 'object') return textOf((value as { name?: unknown }).name) ?? ''
  return ticketState(String(value))
}

export type Folded = { entry: TimelineEntry; times: number }

/** A router with a wrong password tries every minute: the same refusal in a row is said once, with how often. */
export function fold(entries: readonly TimelineEntry[]): Folded[] {
  const folded: Folded[] = []
  for (const entry of entries) {
    const last = folded.at(-1)
    const isSame =
      entry.type === 'sign-in.rejected' &&
      last?.entry.type === entry.type &&
      last.entry.login === entry.login &&
      last.entry.text === entry.text
    if (last && isSame) last.times++
    else folded.push({ entry, times: 1 })
  }
  return folded
}
