import { describe, expect, it } from 'vitest'
import type { Message } from '../api/types.ts'
import { isWaiting, saidAt, threadItems } from './thread-items.ts'

const region = { locale: 'en-ZA', timeZone: 'Africa/Johannesburg' }
const answer = (more: Partial<Message>): Message => ({
  id: 'm1',
  conversationId: 'c',
  seq: 1,
  direction: 'out',
  channel: 'whatsapp',
  inboxId: null,
  author: { id: 'a', name: 'Aisha' },
  text: 'See you then',
  hasHtml: false,
  template: null,
  subject: null,
  state: 'queued',
  stateWords: null,
  automatic: false,
  flags: [],
  sendAfter: null,
  sentAt: null,
  createdAt: '2026-03-02T09:00:00Z',
  attachments: [],
  ...more,
})
const later = '2026-03-04T06:00:00Z'
const shown = (messages: Message[]) =>
  threadItems({ messages, timeline: [], pending: [], firstUnreadId: null, region })

describe('an answer that waits', () => {
  it('can be taken back until a first try was made', () => {
    expect(isWaiting(answer({ sendAfter: later }))).toBe(true)
    expect(isWaiting(answer({}))).toBe(false)
    expect(isWaiting(answer({ sendAfter: later, state: 'sending' }))).toBe(false)
    expect(isWaiting(answer({ sendAfter: later, stateWords: 'Try again later' }))).toBe(false)
  })

  it('stands on the day it was written while it waits, and on the day it went out afterwards', () => {
    expect(saidAt(answer({ sendAfter: later }))).toBe('2026-03-02T09:00:00Z')
    expect(saidAt(answer({ sendAfter: later, state: 'delivered' }))).toBe(later)
    const [day] = shown([answer({ sendAfter: later, state: 'delivered' })])
    expect(day?.kind === 'day' && day.at).toBe(later)
  })

  it('leaves nothing behind when it was taken back', () => {
    expect(shown([answer({ sendAfter: later, state: 'cancelled', text: '' })])).toEqual([])
  })
})
