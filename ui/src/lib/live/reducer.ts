/**
 * The live screen as a pure function: what the server said so far -> what is shown. Live events, refetches and
 * catch-ups may come in any order, twice or late; the end is the same as one fresh fetch.
 */
import type {
  ConversationEvent,
  ConversationListItem,
  ConversationRow,
  Message,
  OpenConversation,
  ReplyRoute,
  TimelineEntry,
} from '../api/types.ts'

export type Thread = {
  messages: Message[]
  timeline: TimelineEntry[]
  hasEarlier: boolean
  replyRoutes: ReplyRoute[]
  /** Who hears of it although it is not theirs; nobody is told when this changes. */
  watchers: OpenConversation['watchers']
  /** Changed messages from before the loaded stretch: they overrule that stretch when it is loaded. */
  aside: Record<string, Message>
  /** Every event up to here is in; nothing after it is. */
  lastSeq: number
  /** Highest seq heard of; above lastSeq means that something was missed and must be fetched. */
  heardSeq: number
  /** The server no longer keeps the events between; only a fresh fetch of the conversation helps. */
  tooOld: boolean
}

export type LiveState = {
  rows: Record<string, ConversationListItem>
  threads: Record<string, Thread>
  /** Conversations heard of for the first time whose read count is not known: to be fetched. */
  strangers: Record<string, true>
}

export type LiveInput =
  | { type: 'event'; event: ConversationEvent }
  | { type: 'listed'; items: ConversationListItem[] }
  | { type: 'relisted'; items: ConversationListItem[]; keep: string[] }
  | { type: 'opened'; open: OpenConversation }
  | {
      type: 'caught-up'
      conversationId: string
      events: ConversationEvent[]
      lastSeq: number
      tooOld: boolean
    }
  | { type: 'earlier'; conversationId: string; messages: Message[]; hasEarlier: boolean }
  | { type: 'routes'; conversationId: string; replyRoutes: ReplyRoute[] }
  | { type: 'watchers'; conversationId: string; watchers: OpenConversation['watchers'] }
  | { type: 'written'; message: Message }
  | { type: 'read'; conversationId: string; inboundCount: number }
  | { type: 'forget-threads'; except: string[] }

export const nothingYet: LiveState = { rows: {}, threads: {}, strangers: {} }

export function reduce(state: LiveState, input: LiveInput): LiveState {
  switch (input.type) {
    case 'event':
      return withEvent(state, input.event)
    case 'listed':
      return input.items.reduce(withHeard, input.items.reduce(withItem, state))
    case 'relisted':
      return input.items.reduce(withItem, { ...state, strangers: {}, rows: only(state.rows, input.keep) })
    case 'opened':
      return withOpened(withItem(state, input.open.conversation), input.open)
    case 'caught-up':
      return caughtUp(state, input)
    case 'earlier':
      return withThread(state, input.conversationId, thread => ({
        ...thread,
        messages: merge(
          input.messages.map(message => thread.aside[message.id] ?? message),
          thread.messages,
        ),
        hasEarlier: input.hasEarlier,
      }))
    case 'routes':
      return withThread(state, input.conversationId, thread => ({
        ...thread,
        replyRoutes: input.replyRoutes,
      }))
    case 'watchers':
      return withThread(state, input.conversationId, thread => ({ ...thread, watchers: input.watchers }))
    case 'written':
      return withThread(state, input.message.conversationId, thread => written(thread, input.message))
    case 'read':
      return withRead(state, input.conversationId, input.inboundCount)
    case 'forget-threads':
      return { ...state, threads: only(state.threads, input.except) }
  }
}

/** What must be fetched before the screen can be trusted again. */
export function behind(thread: Thread): 'nothing' | 'events' | 'everything' {
  if (thread.tooOld) return 'everything'
  return thread.heardSeq > thread.lastSeq ? 'events' : 'nothing'
}

const timelineTypes = new Set<ConversationEvent['type']>([
  'messages.moved',
  'conversation.assigned',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.changed',
  'conversation.snoozed',
  'conversation.woke',
  'ticket.created',
  'contact.linked',
  'contact.merged',
  'contact.unmerged',
  'contact.changed',
  'customer.verified',
])

/** Whether events of this kind stand between the messages as a line of their own. */
export const isTimeline = (type: string): boolean => timelineTypes.has(type as ConversationEvent['type'])

function only<T>(of: Record<string, T>, ids: string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(of).filter(([id]) => ids.includes(id)))
}

function withThread(state: LiveState, id: string, change: (thread: Thread) => Thread): LiveState {
  const thread = state.threads[id]
  if (!thread) return state
  const next = change(thread)
  return next === thread ? state : { ...state, threads: { ...state.threads, [id]: next } }
}

function withEvent(state: LiveState, event: ConversationEvent): LiveState {
  return withThread(withRow(state, event.conversation), event.conversationId, thread =>
    applied(thread, event),
  )
}

/** The next event in line goes in; an old one is already in; one from further on shows that some were missed. */
function applied(thread: Thread, event: ConversationEvent): Thread {
  if (event.seq <= thread.lastSeq) return thread
  if (event.seq > thread.lastSeq + 1) {
    return event.seq > thread.heardSeq ? { ...thread, heardSeq: event.seq } : thread
  }
  const here = event.type === 'messages.moved' ? withoutMoved(thread, event.data) : thread
  return {
    ...here,
    lastSeq: event.seq,
    heardSeq: Math.max(thread.heardSeq, event.seq),
    ...(event.message ? placed(here, event.message) : {}),
    timeline: isTimeline(event.type) ? [...thread.timeline, entryOf(event)] : thread.timeline,
  }
}

/** The conversation they left names those that are gone from it; the one they came to names none. */
function withoutMoved(thread: Thread, { messageIds }: ConversationEvent['data']): Thread {
  if (!Array.isArray(messageIds)) return thread
  const gone = new Set<unknown>(messageIds)
  return {
    ...thread,
    messages: thread.messages.filter(message => !gone.has(message.id)),
    aside: Object.fromEntries(Object.entries(thread.aside).filter(([id]) => !gone.has(id))),
  }
}

const entryOf = ({ seq, type, at, actor, data }: ConversationEvent): TimelineEntry => ({
  seq,
  type,
  at,
  actor,
  data,
})

/** A change to a message from before the loaded stretch waits aside until that stretch is loaded. */
function placed(thread: Thread, message: Message): Pick<Thread, 'messages' | 'aside'> {
  const { messages, aside } = thread
  const first = messages[0]
  if (thread.hasEarlier && first && message.seq < first.seq) {
    return { messages, aside: { ...aside, [message.id]: message } }
  }
  return { messages: merge(messages, [message]), aside }
}

/** Both, by seq; the later argument wins where both have a message. */
function merge(older: Message[], newer: Message[]): Message[] {
  const byId = new Map(older.map(message => [message.id, message]))
  for (const message of newer) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}

/** The answer to our own send. The live event may have been faster and newer: then it stays. */
function written(thread: Thread, message: Message): Thread {
  if (thread.messages.some(held => held.id === message.id)) return thread
  const heardSeq = Math.max(thread.heardSeq, message.seq)
  return { ...thread, heardSeq, messages: merge(thread.messages, [message]) }
}

function caughtUp(state: LiveState, input: Extract<LiveInput, { type: 'caught-up' }>): LiveState {
  const next = input.events.reduce(withEvent, state)
  return withThread(next, input.conversationId, thread => ({
    ...thread,
    heardSeq: Math.max(thread.heardSeq, input.lastSeq),
    tooOld: thread.tooOld || (input.tooOld && input.lastSeq > thread.lastSeq),
  }))
}

function withOpened(state: LiveState, open: OpenConversation): LiveState {
  const { conversation, messages, timeline, hasEarlier, replyRoutes, watchers } = open
  const held = state.threads[conversation.id]
  if (held && held.lastSeq > conversation.lastSeq) return state
  const fresh = {
    messages,
    timeline,
    hasEarlier,
    replyRoutes,
    watchers,
    aside: {},
    lastSeq: conversation.lastSeq,
    heardSeq: Math.max(held?.heardSeq ?? 0, conversation.lastSeq),
    tooOld: false,
  }
  // Earlier stretches already loaded are as current as the rest only when nothing was missed between.
  const keep =
    held !== undefined && held.lastSeq === conversation.lastSeq && held.messages.length > messages.length
  const thread = keep
    ? { ...fresh, messages: merge(held.messages, messages), hasEarlier: held.hasEarlier, aside: held.aside }
    : fresh
  return { ...state, threads: { ...state.threads, [conversation.id]: thread } }
}

/** A fetched row: knows the read count. Reading never goes backwards. */
function withItem(state: LiveState, item: ConversationListItem): LiveState {
  const held = state.rows[item.id]
  const newest = held && held.lastSeq > item.lastSeq ? held : item
  const row = { ...newest, readCount: Math.max(held?.readCount ?? 0, item.readCount) }
  const { [item.id]: _, ...strangers } = state.strangers
  return { ...state, rows: { ...state.rows, [item.id]: row }, strangers }
}

/** A row that is further on than its thread shows that the thread missed something. */
function withHeard(state: LiveState, row: ConversationRow): LiveState {
  return withThread(state, row.id, thread =>
    row.lastSeq > thread.heardSeq ? { ...thread, heardSeq: row.lastSeq } : thread,
  )
}

/** A row as an event carries it: without the read count, which is each member's own. */
function withRow(state: LiveState, row: ConversationRow): LiveState {
  const held = state.rows[row.id]
  if (!held) {
    if (row.inboundCount <= 1) return withItem(state, { ...row, readCount: 0 })
    return { ...state, strangers: { ...state.strangers, [row.id]: true } }
  }
  if (held.lastSeq >= row.lastSeq) return state
  return { ...state, rows: { ...state.rows, [row.id]: { ...row, readCount: held.readCount } } }
}

function withRead(state: LiveState, id: string, inboundCount: number): LiveState {
  const row = state.rows[id]
  if (!row || row.readCount >= inboundCount) return state
  return { ...state, rows: { ...state.rows, [id]: { ...row, readCount: inboundCount } } }
}
