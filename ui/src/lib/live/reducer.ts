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
import { Rows } from './rows.ts'
import { applied, merge, type Thread, written } from './thread-events.ts'

export { behind, type Thread } from './thread-events.ts'

export type LiveState = {
  rows: Rows
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
  | { type: 'recalled'; id: string; thread: Thread }
  | { type: 'gone'; id: string }
  | { type: 'forget-threads'; except: string[] }
  | { type: 'forget-strangers'; ids: string[] }

export const nothingYet: LiveState = { rows: Rows.none, threads: {}, strangers: {} }

export function reduce(state: LiveState, input: LiveInput): LiveState {
  switch (input.type) {
    case 'event':
      return withEvent(state, input.event)
    case 'listed':
      return input.items.reduce(withHeard, withItems(state, input.items))
    case 'relisted':
      return withItems({ ...state, rows: state.rows.only(input.keep) }, input.items)
    case 'opened':
      return withOpened(withItems(state, [input.open.conversation]), input.open)
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
    case 'recalled':
      return withRecalled(state, input.id, input.thread)
    case 'gone':
      return {
        ...state,
        rows: state.rows.without([input.id]),
        threads: only(
          state.threads,
          Object.keys(state.threads).filter(id => id !== input.id),
        ),
      }
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
  // Every event of one answer carries the row as it is now.
  const row = input.events.at(-1)?.conversation
  return withThread(row ? withRow(state, row) : state, input.conversationId, held => {
    const thread = input.events.reduce(applied, held)
    return {
      ...thread,
      heardSeq: Math.max(thread.heardSeq, input.lastSeq),
      tooOld: thread.tooOld || (input.tooOld && input.lastSeq > thread.lastSeq),
    }
  })
}

/** As it was kept in this browser: older than whatever is held by now, and it may lack what its row has heard of. */
function withRecalled(state: LiveState, id: string, kept: Thread): LiveState {
  const row = state.rows.get(id)
  if (!row || state.threads[id]) return state
  const thread = { ...kept, heardSeq: Math.max(kept.heardSeq, row.lastSeq) }
  return { ...state, threads: { ...state.threads, [id]: thread } }
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

/** Fetched rows: they know the read count. Reading never goes backwards. */
function withItems(state: LiveState, items: ConversationListItem[]): LiveState {
  const fresh = items.map(item => {
    const held = state.rows.get(item.id)
    const newest = held && held.lastSeq > item.lastSeq ? held : item
    return { ...newest, readCount: Math.max(held?.readCount ?? 0, item.readCount) }
  })
  return fresh.reduce(met, { ...state, rows: state.rows.with(fresh) })
}

/** No stranger any more, unless more was heard of it than the answer knew: then it is asked for once more. */
function met(state: LiveState, { id, lastSeq }: ConversationRow): LiveState {
  const heard = state.strangers[id]
  if (heard === undefined || heard > lastSeq) return state
  const { [id]: _, ...strangers } = state.strangers
  return { ...state, strangers }
}

/** A row that is further on than its thread shows that the thread missed something. */
function withHeard(state: LiveState, row: ConversationRow): LiveState {
  return withThread(state, row.id, thread =>
    row.lastSeq > thread.heardSeq ? { ...thread, heardSeq: row.lastSeq } : thread,
  )
}

/** A row as an event carries it: without the read count, which is each member's own. */
function withRow(state: LiveState, row: ConversationRow): LiveState {
  const held = state.rows.get(row.id)
  if (!held) {
    if (row.inboundCount <= 1) return withItems(state, [{ ...row, readCount: 0 }])
    const heard = Math.max(state.strangers[row.id] ?? 0, row.lastSeq)
    return { ...state, strangers: { ...state.strangers, [row.id]: heard } }
  }
  if (held.lastSeq >= row.lastSeq) return state
  return met({ ...state, rows: state.rows.with([{ ...row, readCount: held.readCount }]) }, row)
}

function withRead(state: LiveState, id: string, inboundCount: number): LiveState {
  const row = state.rows.get(id)
  if (!row || row.readCount >= inboundCount) return state
  return { ...state, rows: state.rows.with([{ ...row, readCount: inboundCount }]) }
}
