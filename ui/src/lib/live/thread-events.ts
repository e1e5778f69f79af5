/** One thread as events change it. Pure; out of order, twice or late, the end is the same as one fresh fetch. */
import type { ConversationEvent, Message, OpenConversation, ReplyRoute, TimelineEntry } from '../api/types.ts'

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
const isTimeline = (type: string): boolean => timelineTypes.has(type as ConversationEvent['type'])

/** The next event in line goes in; an old one is already in; one from further on shows that some were missed. */
export function applied(thread: Thread, event: ConversationEvent): Thread {
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
export function merge(older: Message[], newer: Message[]): Message[] {
  const byId = new Map(older.map(message => [message.id, message]))
  for (const message of newer) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => a.seq - b.seq)
}

/** The answer to our own send. The live event may have been faster and newer: then it stays. */
export function written(thread: Thread, message: Message): Thread {
  if (thread.messages.some(held => held.id === message.id)) return thread
  const heardSeq = Math.max(thread.heardSeq, message.seq)
  return { ...thread, heardSeq, messages: merge(thread.messages, [message]) }
}
