import { describe, expect, test } from 'vitest'
import type { Message, TimelineEntry } from '../api/types.ts'
import { namesOf } from '../mentions/names-in.ts'
import { linkParts, noteParts, splitQuoted } from './text-parts.ts'
import { firstUnread, threadItems } from './thread-items.ts'
import { timelineWords } from './timeline-words.ts'

const thandi = { id: 'thandi', name: 'Thandi Mokoena' }
const region = { locale: 'en-ZA', timeZone: 'Africa/Johannesburg' }
const message = (
  seq: number,
  direction: Message['direction'],
  at: string,
  subject: string | null = null,
): Message => ({
  id: `m${seq}`,
  conversationId: 'c',
  seq,
  direction,
  channel: 'email',
  inboxId: null,
  author: direction === 'in' ? null : thandi,
  text: `text ${seq}`,
  hasHtml: false,
  template: null,
  subject,
  state: 'received',
  stateWords: null,
  automatic: false,
  flags: [],
  sendAfter: null,
  sentAt: null,
  createdAt: at,
  attachments: [],
})
const entry = (seq: number, at: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  seq,
  type: 'conversation.resolved',
  at,
  actor: thandi,
  data: {},
  ...more,
})
const shape = (parts: Partial<Parameters<typeof threadItems>[0]>) =>
  threadItems({ messages: [], timeline: [], pending: [], firstUnreadId: null, region, ...parts })

describe('what stands in a thread', () => {
  test('days, messages and what happened between them, in order', () => {
    const items = shape({
      messages: [message(2, 'in', '2026-03-02T09:00:00Z'), message(5, 'out', '2026-03-03T09:00:00Z')],
      timeline: [
        entry(1, '2026-03-02T08:00:00Z'),
        entry(3, '2026-03-02T10:00:00Z'),
        entry(4, '2026-03-02T10:01:00Z'),
      ],
    })
    expect(items.map(item => item.kind)).toEqual(['day', 'message', 'happened', 'day', 'message'])
    expect(items[2]?.kind === 'happened' && items[2].entries).toHaveLength(2)
  })

  test('a message that was moved here stands where it was said, and the line about it where it happened', () => {
    const items = shape({
      messages: [
        message(1, 'in', '2026-03-02T09:00:00Z'),
        message(3, 'in', '2026-03-04T09:00:00Z'),
        message(4, 'in', '2026-03-03T09:00:00Z'),
      ],
      timeline: [entry(2, '2026-03-02T10:00:00Z'), entry(5, '2026-03-05T09:00:00Z')],
    })
    const said = items.flatMap(item => (item.kind === 'message' ? [item.message.seq] : []))
    expect(said).toEqual([1, 4, 3])
    expect(items.map(item => item.kind)).toEqual([
      ...['day', 'message', 'happened', 'day', 'message', 'day', 'message', 'day', 'happened'],
    ])
  })

  test('quick messages of one voice follow without a head, a repeated subject is said once', () => {
    const items = shape({
      messages: [
        message(1, 'in', '2026-03-02T09:00:00Z', 'No internet'),
        message(2, 'in', '2026-03-02T09:01:00Z', 'Re: No internet'),
        message(3, 'in', '2026-03-02T09:30:00Z', 'Invoice'),
      ],
    }).flatMap(item => (item.kind === 'message' ? [item] : []))
    expect(items.map(item => item.follows)).toEqual([false, true, false])
    expect(items.map(item => item.subject)).toEqual(['No internet', null, 'Invoice'])
  })

  test('the unread line stands before the first unread message', () => {
    const messages = [1, 2, 3].map(seq => message(seq, 'in', `2026-03-02T09:0${seq}:00Z`))
    const firstUnreadId = firstUnread(messages, 2)
    expect(firstUnreadId).toBe('m2')
    expect(shape({ messages, firstUnreadId }).map(item => item.key)).toContain('unread')
    expect(firstUnread(messages, 0)).toBeNull()
  })
})

describe('timeline words', () => {
  test('say who did what', () => {
    const said = (type: string, data: Record<string, unknown>) =>
      timelineWords(entry(1, '2026-03-02T09:00:00Z', { type, data }))
    expect(said('conversation.assigned', { to: thandi, from: null })).toBe('Thandi Mokoena took this')
    expect(said('conversation.assigned', { to: null, from: thandi })).toBe('Thandi Mokoena unassigned this')
    expect(said('ticket.created', { number: 7, subject: 'No light' })).toBe(
      'Thandi Mokoena opened ticket 7: No light',
    )
    expect(said('something.new', {})).toContain('something.new')
  })

  test('a reopening without a person names its cause', () => {
    const reopened = entry(1, '2026-03-02T09:00:00Z', {
      type: 'conversation.reopened',
      actor: null,
      data: {},
    })
    expect(timelineWords(reopened)).toBe('Reopened by a new message')
  })
})

describe('text', () => {
  test('a quoted tail is folded, an answer between quoted lines is not', () => {
    expect(splitQuoted('Hello\n\nOn Mon, 2 Mar 2026 Support wrote:\n> Dear you')).toEqual({
      own: 'Hello',
      quoted: 'On Mon, 2 Mar 2026 Support wrote:\n> Dear you',
    })
    expect(splitQuoted('Hello\n> question\nmy answer').quoted).toBe('')
    expect(splitQuoted('> only quoted').quoted).toBe('')
  })

  test('addresses become links without the full stop behind them, and nothing is lost', () => {
    const text = 'See https://a.example/x?y=1. Or (http://b.example)!'
    const parts = linkParts(text)
    expect(parts.map(part => part.text).join('')).toBe(text)
    expect(parts.flatMap(part => part.href ?? [])).toEqual(['https://a.example/x?y=1', 'http://b.example'])
    expect(linkParts('javascript:alert(1)').every(part => part.href === null)).toBe(true)
  })
  test('a note names people outside of its addresses only, and nothing of it is lost', () => {
    const text = 'See https://a.example/@Lerato, @Lerato and @Sizwe.'
    const parts = noteParts(text, namesOf([{ name: 'Lerato' }]))
    expect(parts.map(part => part.text).join('')).toBe(text)
    expect(parts.map(part => [part.text, part.href !== null, part.named?.length ?? 0])).toEqual([
      ['See ', false, 0],
      ['https://a.example/@Lerato', true, 0],
      [', ', false, 0],
      ['@Lerato', false, 1],
      [' and @Sizwe.', false, 0],
    ])
  })
})
