import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConversationEvent, ConversationRow, Message, OpenConversation } from '../api/types.ts'
import { behind, type LiveInput, type LiveState, nothingYet, reduce } from './reducer.ts'
import { Rows } from './rows.ts'

const conversationId = '01900000-0000-7000-8000-000000000001'
const thandi = { id: '01900000-0000-7000-8000-00000000000a', name: 'Thandi Mokoena' }
const at = (seq: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, seq)).toISOString()

const ops = [
  'customer writes',
  'agent answers',
  'note',
  'receipt',
  'assign',
  'resolve',
  'reopen',
  'change details',
  'snooze',
  'wake',
] as const
type Op = (typeof ops)[number]

/** The server's truth about one conversation: rows as they are now, events as they were recorded. */
class Truth {
  row: ConversationRow = {
    id: conversationId,
    contact: { id: '01900000-0000-7000-8000-00000000000c', name: 'Sipho Dlamini' },
    thread: 'chat',
    status: 'open',
    subject: null,
    assignee: null,
    team: null,
    customer: null,
    priority: 'normal',
    labels: [],
    snoozedUntil: null,
    fields: {},
    inboxIds: ['01900000-0000-7000-8000-00000000000d'],
    channel: 'whatsapp',
    preview: '',
    lastDirection: 'in',
    lastMessageAt: at(0),
    waitingSince: null,
    inboundCount: 0,
    lastSeq: 0,
  }
  messages: Message[] = []
  events: ConversationEvent[] = []
  readCount = 0

  constructor() {
    this.apply('customer writes')
  }

  apply(op: Op): ConversationEvent {
    const seq = this.row.lastSeq + 1
    const message = this.#messageOf(op, seq)
    if (message) this.messages = [...this.messages.filter(one => one.id !== message.id), message]
    this.messages.sort((a, b) => a.seq - b.seq)
    const isNew = message?.seq === seq
    this.row = {
      ...this.row,
      lastSeq: seq,
      status:
        op === 'resolve'
          ? 'resolved'
          : op === 'reopen' || op === 'customer writes'
            ? 'open'
            : this.row.status,
      assignee: op === 'assign' ? thandi : this.row.assignee,
      ...(op === 'change details' ? { priority: 'urgent', labels: ['VIP', `label ${seq}`] } : {}),
      snoozedUntil:
        op === 'snooze' ? at(seq + 600) : op === 'wake' || op === 'resolve' ? null : this.row.snoozedUntil,
      inboundCount: this.row.inboundCount + (op === 'customer writes' ? 1 : 0),
      ...(isNew ? { preview: message.text, lastDirection: message.direction, lastMessageAt: at(seq) } : {}),
    }
    const types = {
      'customer writes': 'message.received',
      'agent answers': 'message.written',
      note: 'note.written',
      receipt: 'message.changed',
      assign: 'conversation.assigned',
      resolve: 'conversation.resolved',
      reopen: 'conversation.reopened',
      'change details': 'conversation.changed',
      snooze: 'conversation.snoozed',
      wake: 'conversation.woke',
    } as const
    const event: ConversationEvent = {
      id: `event-${seq}`,
      conversationId,
      seq,
      type: types[op],
      at: at(seq),
      actor: op === 'customer writes' ? null : thandi,
      conversation: this.row,
      message,
      data: {},
    }
    this.events.push(event)
    return event
  }

  #messageOf(op: Op, seq: number): Message | null {
    if (op === 'receipt') {
      const last = this.messages.findLast(one => one.direction === 'out')
      return last ? { ...last, state: last.state === 'queued' ? 'sent' : 'delivered' } : null
    }
    if (op !== 'customer writes' && op !== 'agent answers' && op !== 'note') return null
    const direction = op === 'customer writes' ? 'in' : op === 'note' ? 'note' : 'out'
    return {
      id: `message-${seq}`,
      conversationId,
      seq,
      direction,
      channel: op === 'note' ? null : 'whatsapp',
      inboxId: null,
      author: direction === 'in' ? null : thandi,
      text: `text ${seq}`,
      hasHtml: false,
      template: null,
      subject: null,
      state: direction === 'in' ? 'received' : direction === 'note' ? 'noted' : 'queued',
      stateWords: null,
      automatic: false,
      flags: [],
      sendAfter: null,
      sentAt: null,
      createdAt: at(seq),
      attachments: [],
    }
  }

  open(last = 1000): OpenConversation {
    return {
      conversation: { ...this.row, readCount: this.readCount },
      messages: this.messages.slice(-last),
      timeline: this.events
        .filter(event => event.type.startsWith('conversation.'))
        .map(({ seq, type, at, actor, data }) => ({ seq, type, at, actor, data })),
      hasEarlier: this.messages.length > last,
      replyRoutes: [],
      watchers: [],
      drafts: [],
      uploads: [],
      uploadMaxBytes: 25_000_000,
    }
  }

  /** Events after `seq`, each with its message as it is now. Only the last `kept` are still there. */
  catchUp(after: number, kept: number): Extract<LiveInput, { type: 'caught-up' }> {
    const tooOld = after < this.row.lastSeq - kept
    const events = tooOld ? [] : this.events.filter(event => event.seq > after)
    const current = events.map(event => ({
      ...event,
      message: event.message ? (this.messages.find(one => one.id === event.message?.id) ?? null) : null,
    }))
    return { type: 'caught-up', conversationId, events: current, lastSeq: this.row.lastSeq, tooOld }
  }
}

const opened = (truth: Truth, last?: number): LiveInput => ({ type: 'opened', open: truth.open(last) })
const fresh = (truth: Truth) => reduce(nothingYet, opened(truth))

/** What a person sees: everything but the book-keeping of what was heard. */
function seen(state: LiveState) {
  const thread = state.threads[conversationId]
  return {
    row: state.rows.get(conversationId),
    messages: thread?.messages,
    timeline: thread?.timeline,
    hasEarlier: thread?.hasEarlier,
    lastSeq: thread?.lastSeq,
  }
}

/** What the live store does until the reducer says that nothing is missing. */
function settled(state: LiveState, truth: Truth, kept = 1000): LiveState {
  let next = reduce(state, { type: 'listed', items: [truth.open().conversation] })
  if (!next.threads[conversationId]) return reduce(next, opened(truth))
  next = reduce(next, truth.catchUp(next.threads[conversationId].lastSeq, kept))
  const thread = next.threads[conversationId]
  return thread && behind(thread) !== 'nothing' ? reduce(next, opened(truth)) : next
}

describe('live events', () => {
  for (const op of ops) {
    test(`"${op}" on a stale screen equals a fresh fetch`, () => {
      const truth = new Truth()
      truth.apply('agent answers')
      const stale = fresh(truth)
      const event = truth.apply(op)
      expect(seen(reduce(stale, { type: 'event', event }))).toEqual(seen(fresh(truth)))
    })
  }

  test('an event that is already in changes nothing', () => {
    const truth = new Truth()
    const event = truth.apply('agent answers')
    const state = fresh(truth)
    expect(reduce(state, { type: 'event', event })).toBe(state)
  })

  test('a gap is noticed, nothing beyond it is shown, and catching up fills it', () => {
    const truth = new Truth()
    const state = fresh(truth)
    truth.apply('agent answers')
    const gapped = reduce(state, { type: 'event', event: truth.apply('receipt') })
    expect(gapped.threads[conversationId]?.messages).toHaveLength(1)
    expect(behind(gapped.threads[conversationId]!)).toBe('events')
    const filled = reduce(gapped, truth.catchUp(1, 100))
    expect(behind(filled.threads[conversationId]!)).toBe('nothing')
    expect(seen(filled)).toEqual(seen(fresh(truth)))
  })

  test('when the server no longer has the events, everything is asked for', () => {
    const truth = new Truth()
    const state = fresh(truth)
    for (let i = 0; i < 5; i++) truth.apply('customer writes')
    const answered = reduce(state, truth.catchUp(1, 2))
    expect(behind(answered.threads[conversationId]!)).toBe('everything')
    const refetched = reduce(answered, opened(truth))
    expect(behind(refetched.threads[conversationId]!)).toBe('nothing')
  })
})

describe('own messages', () => {
  test('the answer to a send shows the message before its event comes, once', () => {
    const truth = new Truth()
    const state = fresh(truth)
    const event = truth.apply('agent answers')
    const written = reduce(state, { type: 'written', message: event.message! })
    expect(written.threads[conversationId]?.messages).toHaveLength(2)
    expect(behind(written.threads[conversationId]!)).toBe('events')
    expect(seen(reduce(written, { type: 'event', event }))).toEqual(seen(fresh(truth)))
  })

  test('an answer that comes after a newer event does not take the state back', () => {
    const truth = new Truth()
    let state = fresh(truth)
    const event = truth.apply('agent answers')
    state = reduce(state, { type: 'event', event })
    state = reduce(state, { type: 'event', event: truth.apply('receipt') })
    state = reduce(state, { type: 'written', message: event.message! })
    expect(state.threads[conversationId]?.messages.at(-1)?.state).toBe('sent')
  })
})

describe('watchers', () => {
  test('the answer to watching shows who watches, and a fresh fetch says the last word', () => {
    const truth = new Truth()
    const watched = reduce(fresh(truth), { type: 'watchers', conversationId, watchers: [thandi] })
    expect(watched.threads[conversationId]?.watchers).toEqual([thandi])
    expect(reduce(watched, opened(truth)).threads[conversationId]?.watchers).toEqual([])
  })
})

describe('rows', () => {
  test('reading never goes backwards', () => {
    const truth = new Truth()
    const state = reduce(fresh(truth), { type: 'read', conversationId, inboundCount: 1 })
    expect(reduce(state, opened(truth)).rows.get(conversationId)?.readCount).toBe(1)
  })

  test('a first message makes a row, an unknown old conversation is asked for', () => {
    const truth = new Truth()
    const first = reduce(nothingYet, { type: 'event', event: truth.events[0]! })
    expect(first.rows.get(conversationId)?.readCount).toBe(0)
    const event = truth.apply('customer writes')
    const stranger = reduce(nothingYet, { type: 'event', event })
    expect(stranger.strangers).toEqual({ [conversationId]: event.conversation.lastSeq })
    const met = reduce(stranger, { type: 'listed', items: [truth.open().conversation] })
    expect(met.strangers).toEqual({})
  })

  test('a row fetched before the last thing heard of a stranger leaves it to be fetched again', () => {
    const truth = new Truth()
    for (const op of ['customer writes', 'customer writes'] as const) truth.apply(op)
    const early = truth.open().conversation
    const event = truth.apply('customer writes')
    const heard = reduce(nothingYet, { type: 'event', event })
    const late = reduce(heard, { type: 'listed', items: [early] })
    expect(Object.keys(late.strangers)).toEqual([conversationId])
    const again = reduce(late, { type: 'relisted', items: [early], keep: [] })
    expect(Object.keys(again.strangers)).toEqual([conversationId])
    const met = reduce(again, { type: 'listed', items: [truth.open().conversation] })
    expect([met.strangers, met.rows.get(conversationId)?.lastSeq]).toEqual([{}, event.seq])
    expect(reduce(late, { type: 'forget-strangers', ids: [conversationId] }).strangers).toEqual({})
  })

  test('what is gone leaves neither row nor thread', () => {
    const state = reduce(fresh(new Truth()), { type: 'gone', id: conversationId })
    expect([state.rows.size, state.threads]).toEqual([0, {}])
  })

  test('a thread that was kept is recalled only for a row that is held, and never over a held one', () => {
    const state = fresh(new Truth())
    const old = { ...state.threads[conversationId]!, lastSeq: 0, messages: [] }
    expect(reduce(state, { type: 'recalled', id: conversationId, thread: old })).toBe(state)
    expect(reduce(nothingYet, { type: 'recalled', id: conversationId, thread: old })).toBe(nothingYet)
    const begun = reduce({ ...state, threads: {} }, { type: 'recalled', id: conversationId, thread: old })
    expect(behind(begun.threads[conversationId]!)).toBe('events')
  })

  test('after a silence only vouched-for rows stay', () => {
    const state = fresh(new Truth())
    expect(reduce(state, { type: 'relisted', items: [], keep: [] }).rows.size).toBe(0)
    expect(reduce(state, { type: 'relisted', items: [], keep: [conversationId] }).rows).toEqual(state.rows)
  })
})

describe('earlier messages', () => {
  test('a receipt for a message not loaded yet is there when its stretch is loaded, however old that answer', () => {
    const truth = new Truth()
    truth.apply('agent answers')
    const stretch = truth.messages.slice()
    truth.apply('customer writes')
    let state = reduce(nothingYet, opened(truth, 1))
    state = reduce(state, { type: 'event', event: truth.apply('receipt') })
    expect(state.threads[conversationId]?.messages).toHaveLength(1)
    state = reduce(state, { type: 'earlier', conversationId, messages: stretch, hasEarlier: false })
    expect(seen(state)).toEqual(seen(fresh(truth)))
  })
})

type Step =
  | { do: 'op'; op: Op }
  | { do: 'ask'; what: 'open' | 'events' | 'list' }
  | { do: 'land'; which: number; twice: boolean }
  | { do: 'lose'; which: number }
  | { do: 'keep' | 'reload' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('op' as const), op: fc.constantFrom(...ops) }),
  fc.record({ do: fc.constant('ask' as const), what: fc.constantFrom('open', 'events', 'list') }),
  fc.record({ do: fc.constant('land' as const), which: fc.nat(20), twice: fc.boolean() }),
  fc.record({ do: fc.constant('lose' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constantFrom('keep' as const, 'reload' as const) }),
)

/** A page that begins from what the one before it kept. */
const recalled = ({ rows, threads }: LiveState): LiveState =>
  reduce(
    { ...nothingYet, rows: Rows.none.with(rows.values()) },
    { type: 'recalled', id: conversationId, thread: structuredClone(threads[conversationId]!) },
  )

describe('any interleaving', () => {
  test('of live events, lost ones, duplicates, late answers and reloads ends like one fresh fetch', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(3, 1000), (steps, kept) => {
        const truth = new Truth()
        let state = fresh(truth)
        let onDisk = state
        const flying: LiveInput[] = []
        for (const one of steps) {
          if (one.do === 'op') {
            const event = truth.apply(one.op)
            flying.push({ type: 'event', event })
            if (one.op === 'agent answers' && event.message)
              flying.push({ type: 'written', message: event.message })
          } else if (one.do === 'ask') {
            const after = state.threads[conversationId]?.lastSeq ?? 0
            if (one.what === 'open') flying.push(opened(truth))
            else if (one.what === 'events') flying.push(truth.catchUp(after, kept))
            else flying.push({ type: 'listed', items: [truth.open().conversation] })
          } else if (one.do === 'keep') onDisk = state
          else if (one.do === 'reload') {
            state = recalled(onDisk)
            flying.length = 0
          } else if ('which' in one && flying.length > 0) {
            const index = one.which % flying.length
            const input = flying[index]!
            if (one.do === 'lose' || !one.twice) flying.splice(index, 1)
            if (one.do === 'land') state = reduce(state, input)
          }
          const held = state.threads[conversationId]!
          expect(new Set(held.messages.map(message => message.id)).size).toBe(held.messages.length)
        }
        expect(seen(settled(state, truth, kept))).toEqual(seen(fresh(truth)))
      }),
      { numRuns: 500 },
    )
  })
})
