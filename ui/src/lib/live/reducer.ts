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
} from '../api/types.ts'
import { applied, merge, type Thread, written } from './thread-events.ts'

export { behind, type Thread } from './thread-events.ts'

export type LiveState = {
  rows: Record<string, ConversationListItem>
  threads: Record<string, Thread>
  /** Conversations heard of for the first time whose read count is not known, by the highest seq heard: to be fetched. */
  strangers: Record<string, number>
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
  | { type: 'forget-strangers'; ids: string[] }

export const nothingYet: LiveState = { rows: {}, threads: {}, strangers: {} }

export function reduce(state: LiveState, input: LiveInput): LiveState {
  switch (input.type) {
    case 'event':
      return withEvent(state, input.event)
    case 'listed':
      return input.items.reduce(withHeard, input.items.reduce(withItem, state))
    case 'relisted':
      return input.items.reduce(withItem, { ...state, rows: only(state.rows, input.keep) })
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
    case 'forget-strangers':
      return {
        ...state,
        strangers: only(
          state.strangers,
          Object.keys(state.strangers).filter(id => !input.ids.includes(id)),
        ),
      }
  }
}

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
  return met({ ...state, rows: { ...state.rows, [item.id]: row } }, row)
}

/** No stranger any more, unless more was heard of it than the answer knew: then it is asked for once more. */
function met(state: LiveState, { id, lastSeq }: ConversationRow): LiveState {
  const { [id]: heard, ...strangers } = state.strangers
  return heard === undefined || heard > lastSeq ? state : { ...state, strangers }
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
    const heard = Math.max(state.strangers[row.id] ?? 0, row.lastSeq)
    return { ...state, strangers: { ...state.strangers, [row.id]: heard } }
  }
  if (held.lastSeq >= row.lastSeq) return state
  return met({ ...state, rows: { ...state.rows, [row.id]: { ...row, readCount: held.readCount } } }, row)
}

function withRead(state: LiveState, id: string, inboundCount: number): LiveState {
  const row = state.rows[id]
  if (!row || row.readCount >= inboundCount) return state
  return { ...state, rows: { ...state.rows, [id]: { ...row, readCount: inboundCount } } }
}
