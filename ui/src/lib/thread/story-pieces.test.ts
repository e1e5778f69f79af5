import { describe, expect, test } from 'vitest'
import type { Message, Stretch } from '../api/types.ts'
import { keepSame } from './keep-same.ts'
import { joined, piecesAmong } from './story-pieces.ts'
import { threadItems } from './thread-items.ts'

const region = { locale: 'en-ZA', timeZone: 'Africa/Johannesburg' }
const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString()

/** "m12": the message written at minute 12. */
const message = (minute: number, more: Partial<Message> = {}): Message => ({
  id: `m${String(minute).padStart(2, '0')}`,
  ...{ conversationId: 'chat', seq: minute, direction: 'in', channel: 'sms', inboxId: null, author: null },
  ...{
    text: `at ${minute}`,
    hasHtml: false,
    template: null,
    subject: null,
    state: 'received',
    stateWords: null,
  },
  ...{ automatic: false, flags: [], sendAfter: null, sentAt: null, createdAt: at(minute), attachments: [] },
  ...more,
})
const stretch = (id: string, minutes: number[], more: Partial<Stretch> = {}): Stretch => ({
  conversation: { id } as Stretch['conversation'],
  messages: minutes.map(minute => message(minute, { conversationId: id })),
  timeline: [],
  hasEarlier: false,
  hasLater: false,
  ...more,
})
const entry = (seq: number): Stretch['timeline'][number] => ({
  ...{ seq, type: 'conversation.resolved', at: at(seq), actor: null, data: {} },
})
const own = (...minutes: number[]) => minutes.map(minute => message(minute))
const shape = (pieces: ReturnType<typeof piecesAmong>) =>
  pieces.map(
    piece => `${piece.after}: ${piece.conversation.id} ${piece.messages.map(each => each.seq).join(' ')}`,
  )

describe('pages joined', () => {
  test('are oldest first, and a stretch cut by the end of a page is one again', () => {
    const pages = [
      [stretch('b', [9]), stretch('a', [7, 8], { hasEarlier: true, timeline: [entry(8)] })],
      [stretch('a', [5, 6], { hasLater: true, timeline: [entry(6)] }), stretch('b', [1])],
    ]
    const stretches = joined(pages)
    expect(stretches.map(each => each.messages.map(one => one.seq))).toEqual([[1], [5, 6, 7, 8], [9]])
    expect(stretches[1]).toMatchObject({
      hasEarlier: false,
      hasLater: false,
      timeline: [{ seq: 6 }, { seq: 8 }],
    })
  })
})

describe('pieces among the own messages', () => {
  const stretches = [stretch('a', [1, 2, 6, 7]), stretch('b', [8]), stretch('a', [20])]

  test('are cut where an own message comes between', () => {
    expect(shape(piecesAmong(stretches, own(4, 7.5, 10), false))).toEqual([
      '0: a 1 2',
      '1: a 6 7',
      '2: b 8',
      '3: a 20',
    ])
  })

  test('older than the loaded own messages are left out while there are earlier ones', () => {
    expect(shape(piecesAmong(stretches, own(4, 10), true))).toEqual(['1: a 6 7', '1: b 8', '2: a 20'])
  })

  test('all stand above when the open conversation has no message', () => {
    expect(shape(piecesAmong(stretches, [], false))).toEqual(['0: a 1 2 6 7', '0: b 8', '0: a 20'])
  })

  test('of one moment go by id, on both sides alike', () => {
    const same = [stretch('a', [5])]
    expect(shape(piecesAmong(same, [message(5, { id: 'm04' }), message(5, { id: 'm06' })], false))).toEqual([
      '1: a 5',
    ])
  })

  test('keep what happened to them with the message it followed', () => {
    const told = stretch('a', [2, 6, 8], { timeline: [entry(1), entry(3), entry(9)] })
    const pieces = piecesAmong([told], own(4), false)
    expect(pieces.map(piece => piece.timeline.map(each => each.seq))).toEqual([[1, 3], [9]])
    const cut = piecesAmong([told], own(4), true)
    expect(cut.map(piece => piece.timeline.map(each => each.seq))).toEqual([[9]])
  })

  test('keep their keys when a page comes in above, a mail arrives below or the agent answers', () => {
    const before = piecesAmong([stretch('a', [2, 6])], own(4), false).map(piece => piece.key)
    const after = piecesAmong([stretch('a', [1, 2, 6, 7])], own(4, 9), false).map(piece => piece.key)
    expect(after).toEqual(before)
    const twice = piecesAmong([stretch('a', [6]), stretch('b', [7]), stretch('a', [8])], own(4), false)
    expect(new Set(twice.map(piece => piece.key)).size).toBe(3)
  })
})

describe('a thread with the whole story', () => {
  const items = (elsewhere: Stretch[], more: Partial<Parameters<typeof threadItems>[0]> = {}) =>
    threadItems({
      messages: own(10, 20),
      timeline: [],
      pending: [],
      firstUnreadId: null,
      region,
      elsewhere,
      ...more,
    })
  const kinds = (list: ReturnType<typeof threadItems>) => list.map(item => item.kind)

  test('has what was said before above it, and says where the open conversation begins', () => {
    expect(kinds(items([stretch('a', [1, 2])]))).toEqual(['earlier', 'here', 'day', 'message', 'message'])
    expect(kinds(items([stretch('a', [1, 2])], { hasEarlier: true }))).toEqual(['day', 'message', 'message'])
  })

  test('has one line for what was said meanwhile, between what happened before and after it', () => {
    const list = items([stretch('a', [13, 14])], { timeline: [entry(12), entry(15)] })
    expect(kinds(list)).toEqual(['day', 'message', 'happened', 'meanwhile', 'happened', 'message'])
  })

  test('has what was said since at the end, before what is on its way', () => {
    const pending = [{ id: 'p' }] as Parameters<typeof threadItems>[0]['pending']
    expect(kinds(items([stretch('a', [30])], { pending })).slice(-2)).toEqual(['meanwhile', 'pending'])
  })

  test('shows no stretch of which everything was taken back', () => {
    const gone = stretch('a', [13])
    gone.messages = gone.messages.map(each => ({ ...each, state: 'cancelled' }))
    expect(kinds(items([gone]))).toEqual(['day', 'message', 'message'])
  })

  test('says once what happened to several conversations at one moment', () => {
    const [here, there] = [entry(12), entry(40)]
    const merged = { ...there, at: here.at }
    const list = items([stretch('a', [13], { timeline: [merged, there] })], { timeline: [here] })
    const piece = list.find(item => item.kind === 'meanwhile')?.piece
    expect(piece?.timeline).toEqual([there])
  })

  test('is told without heads that an answer elsewhere would make wrong', () => {
    const said = (elsewhere: Stretch[]) =>
      threadItems({
        messages: own(10, 12),
        timeline: [],
        pending: [],
        firstUnreadId: null,
        region,
        elsewhere,
      }).flatMap(item => (item.kind === 'message' ? [item.follows] : []))
    expect(said([])).toEqual([false, true])
    expect(said([stretch('a', [11])])).toEqual([false, false])
  })
})

describe('what is drawn again', () => {
  const timeline = [entry(12)]
  const build = (elsewhere: Stretch[], messages: Message[]) =>
    threadItems({ messages, timeline, pending: [], firstUnreadId: null, region, elsewhere })
  const messages = own(10, 20)
  const elsewhere = [stretch('a', [1, 2]), stretch('b', [13])]

  test('is nothing when nothing changed', () => {
    const before = build(elsewhere, messages)
    const after = keepSame(before, build(elsewhere, messages))
    expect(after.every((item, at) => item === before[at])).toBe(true)
  })

  test('is the message and the piece that changed, and no other', () => {
    const before = build(elsewhere, messages)
    const longer = [...elsewhere.slice(0, 1), stretch('b', [13, 14])]
    const changed = messages.map(each => (each.seq === 20 ? { ...each, state: 'read' as const } : each))
    const after = keepSame(before, build(longer, changed))
    expect(after.filter(item => !before.includes(item)).map(item => item.kind)).toEqual([
      'meanwhile',
      'message',
    ])
  })
})
