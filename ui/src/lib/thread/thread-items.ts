/** What stands in a thread, top to bottom: days, messages, what happened between them, and what is still on its way. */
import type { Message, TimelineEntry } from '../api/types.ts'
import type { Pending } from '../composer/outbox.svelte.ts'
import { dayKey, type Region } from '../words/time.ts'

export type ThreadItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: Message; follows: boolean; subject: string | null }
  | { kind: 'happened'; key: string; entries: TimelineEntry[] }
  | { kind: 'pending'; key: string; pending: Pending }

type Parts = {
  messages: Message[]
  timeline: TimelineEntry[]
  pending: Pending[]
  /** The first message that was unread when the thread was opened. */
  firstUnreadId: string | null
  region: Region
}

const runMs = 5 * 60_000

/** What was taken back was never said. */
const isShown = (message: Message) => message.state !== 'cancelled'

/** Still here: it waits for its moment, and can be taken back until a first try was made. */
export const isWaiting = (message: Message) =>
  message.state === 'queued' && message.sendAfter !== null && message.stateWords === null

/** When the customer could first read it, as far as we know; for what waits, when it was written. */
export const saidAt = (message: Message) =>
  isWaiting(message) ? message.createdAt : (message.sendAfter ?? message.createdAt)

/** Same voice, soon after: shown without its head. */
const isRun = (before: Message, message: Message) =>
  before.direction === message.direction &&
  before.author?.id === message.author?.id &&
  Date.parse(saidAt(message)) - Date.parse(saidAt(before)) < runMs &&
  !isWaiting(before) &&
  !isWaiting(message)

const bareSubject = (subject: string | null) =>
  subject?.replace(/^((re|fwd?|aw|antw)\s*:\s*)+/i, '').trim() ?? null

/** Entries that follow one another without a message between stand together. */
export function threadItems({ messages, timeline, pending, firstUnreadId, region }: Parts): ThreadItem[] {
  const items: ThreadItem[] = []
  const first = messages[0]?.seq ?? 0
  const entries = timeline.filter(entry => entry.seq >= first)
  let day = ''
  let subject: string | null = null
  let before: Message | null = null
  const startDay = (at: string) => {
    const key = dayKey(Date.parse(at), region)
    if (key === day) return
    day = key
    before = null
    items.push({ kind: 'day', key: `day ${key}`, at })
  }
  const happened = (entry: TimelineEntry) => {
    startDay(entry.at)
    const last = items.at(-1)
    if (last?.kind === 'happened') last.entries.push(entry)
    else items.push({ kind: 'happened', key: `happened ${entry.seq}`, entries: [entry] })
    before = null
  }
  for (const message of messages.filter(isShown)) {
    while (entries[0] && entries[0].seq < message.seq) happened(entries.shift() as TimelineEntry)
    startDay(saidAt(message))
    if (message.id === firstUnreadId) {
      items.push({ kind: 'unread', key: 'unread' })
      before = null
    }
    const follows = before !== null && isRun(before, message)
    const isNewSubject = message.subject !== null && bareSubject(message.subject) !== subject
    if (message.subject !== null) subject = bareSubject(message.subject)
    items.push({
      kind: 'message',
      key: message.id,
      message,
      follows,
      subject: isNewSubject ? message.subject : null,
    })
    before = message
  }
  for (const entry of entries) happened(entry)
  const arrived = new Set(messages.map(message => message.id))
  for (const one of pending)
    if (!arrived.has(one.id)) items.push({ kind: 'pending', key: one.id, pending: one })
  return items
}

/** The first of the last `unread` messages a customer wrote, among those loaded. */
export function firstUnread(messages: Message[], unread: number): string | null {
  if (unread <= 0) return null
  return messages.filter(message => message.direction === 'in').slice(-unread)[0]?.id ?? null
}
