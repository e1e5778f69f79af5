/** What stands in a thread, top to bottom: days, messages, what happened between them, and what is still on its way. */
import type { Message, Stretch, TimelineEntry } from '../api/types.ts'
import type { Pending } from '../composer/outbox.svelte.ts'
import { dayKey, type Region } from '../words/time.ts'
import { type Piece, piecesAmong } from './story-pieces.ts'

/** What any conversation consists of, the open one and those around it. */
export type SaidItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: Message; follows: boolean; subject: string | null }
  | { kind: 'happened'; key: string; entries: TimelineEntry[] }

export type ThreadItem =
  | SaidItem
  | { kind: 'unread'; key: string }
  | { kind: 'earlier'; key: string; piece: Piece }
  | { kind: 'here'; key: string }
  | { kind: 'meanwhile'; key: string; piece: Piece }
  | { kind: 'pending'; key: string; pending: Pending }

type Parts = {
  messages: Message[]
  timeline: TimelineEntry[]
  pending: Pending[]
  /** The first message that was unread when the thread was opened. */
  firstUnreadId: string | null
  region: Region
  /** Whether there are messages before the loaded ones. */
  hasEarlier?: boolean
  /** What the same person and we said elsewhere, oldest first. */
  elsewhere?: Stretch[]
}

const runMs = 5 * 60_000

/** What was taken back was never said. */
export const isShown = (message: Message) => message.state !== 'cancelled'

/** Still here: it waits for its moment, and can be taken back until a first try was made. */
export const isWaiting = (message: Message) =>
  message.state === 'queued' && message.sendAfter !== null && message.stateWords === null

/** When the customer could first read it, as far as we know; for what waits, when it was written. */
export const saidAt = (message: Message) =>
  isWaiting(message) ? message.createdAt : (message.sendAfter ?? message.createdAt)

/** Messages moved here keep their time and take later numbers: they stand where they were said. */
const byTime = (a: Message, b: Message) => (isEarlier(a.createdAt, a.seq, b) ? -1 : 1)
const isEarlier = (at: string, seq: number, message: Message) =>
  at < message.createdAt || (at === message.createdAt && seq < message.seq)

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
export function threadItems(parts: Parts): ThreadItem[] {
  const { messages, timeline, pending, firstUnreadId, region } = parts
  const items: ThreadItem[] = []
  const own = messages.filter(isShown).toSorted(byTime)
  const first = messages[0]?.seq ?? 0
  const entries = timeline.filter(entry => entry.seq >= first)
  const pieces = piecesAmong(shownOf(parts.elsewhere ?? [], timeline), own, parts.hasEarlier ?? false)
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
  /** What else stands before this own message, in the order of time; before the end when there is none. */
  const between = (message: Message | undefined, after: number) => {
    const isDue = (entry: TimelineEntry | undefined, piece?: Piece) =>
      entry !== undefined &&
      (!message || isEarlier(entry.at, entry.seq, message)) &&
      (!piece || entry.at < (piece.messages[0]?.createdAt ?? ''))
    for (const piece of takeWhile(pieces, each => each.after <= after)) {
      takeWhile(entries, entry => isDue(entry, piece)).forEach(happened)
      startDay(piece.messages[0]?.createdAt ?? '')
      items.push({ kind: 'meanwhile', key: piece.key, piece })
      before = null
    }
    takeWhile(entries, entry => isDue(entry)).forEach(happened)
  }
  const earlier = takeWhile(pieces, piece => piece.after === 0)
  for (const piece of earlier) items.push({ kind: 'earlier', key: piece.key, piece })
  if (earlier.length > 0) items.push({ kind: 'here', key: 'here' })
  for (const [at, message] of own.entries()) {
    between(message, at)
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
  between(undefined, own.length)
  const arrived = new Set(messages.map(message => message.id))
  for (const one of pending)
    if (!arrived.has(one.id)) items.push({ kind: 'pending', key: one.id, pending: one })
  return items
}

/** The days, messages and happenings of a piece of another conversation. */
export function pieceItems({ messages, timeline }: Piece, region: Region): SaidItem[] {
  const items = threadItems({ messages, timeline, pending: [], firstUnreadId: null, region })
  return items.filter(item => item.kind === 'day' || item.kind === 'message' || item.kind === 'happened')
}

/** What happened to several conversations at once (a merge of contacts) is said in the open one only. */
function shownOf(stretches: Stretch[], said: TimelineEntry[]): Stretch[] {
  const saidOf = (entry: TimelineEntry) => `${entry.type} ${entry.at}`
  const known = new Set(said.map(saidOf))
  return stretches.flatMap(stretch => {
    const messages = stretch.messages.filter(isShown)
    const timeline = stretch.timeline.filter(entry => !known.has(saidOf(entry)))
    return messages.length > 0 ? [{ ...stretch, messages, timeline }] : []
  })
}

/** Takes from the front what fits. */
function takeWhile<T>(from: T[], fits: (one: T) => boolean): T[] {
  const end = from.findIndex(one => !fits(one))
  return from.splice(0, end < 0 ? from.length : end)
}

/** The first of the last `unread` messages a customer wrote, among those loaded. */
export function firstUnread(messages: Message[], unread: number): string | null {
  if (unread <= 0) return null
  return messages.filter(message => message.direction === 'in').slice(-unread)[0]?.id ?? null
}
