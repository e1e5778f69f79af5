import { expect, it } from 'vitest'
import type { TimelineEntry } from './calls.ts'
import { entryWords, fold } from './timeline-words.ts'

const entry = (more: Partial<TimelineEntry>): TimelineEntry => ({
  id: '1',
  kind: 'network',
  type: 'session.stopped',
  at: '2026-03-01T12:00:00.000000Z',
  ...{ author: null, text: null, amount: null, channel: null, login: 'thandi@isp', conversationId: null },
  ticket: null,
  data: {},
  ...more,
})
const title = (more: Partial<TimelineEntry>) => entryWords(entry(more), 'en-ZA').title
const detail = (more: Partial<TimelineEntry>) => entryWords(entry(more), 'en-ZA').detail

it('says what happened to a line and why', () => {
  expect(title({})).toBe('thandi@isp went offline')
  expect(detail({ text: 'Lost-Carrier', data: { nas: 'Tower 3', ip: null } })).toBe('Lost-Carrier · Tower 3')
  expect(title({ type: 'sign-in.rejected' })).toBe('Sign-in of thandi@isp refused')
})

it('quotes what people said', () => {
  const words = entryWords(entry({ type: 'message.in', author: 'Thandi', text: 'It is down' }), 'en-ZA')
  expect(words).toEqual({ title: 'Thandi wrote', detail: null, quote: 'It is down' })
})

it('says of a ticket what became what', () => {
  const ticket = { id: 'a', number: 12 }
  const changes = {
    status: { from: 'acknowledged', to: 'inProgress' },
    assignee: { from: null, to: { id: 'b', name: 'Sizwe' } },
  }
  const changed = { type: 'ticket.changed', author: 'Aisha', ticket, data: { changes } }
  expect(title(changed)).toBe('Aisha changed ticket #12')
  expect(detail(changed)).toBe('status: New → In progress, assignee: nobody → Sizwe')
})

it('what nobody wrote words for still reads', () => {
  expect(title({ type: 'service.suspended' })).toBe('Suspended a service')
  expect(detail({ type: 'service.suspended', data: { reason: 'unpaid' } })).toBe('unpaid')
})

it('the same refusal in a row is one line that says how often; anything in between parts it', () => {
  const refused = (id: string, text = 'wrong password') => entry({ id, type: 'sign-in.rejected', text })
  const folded = fold([
    refused('1'),
    refused('2'),
    refused('3', 'suspended'),
    entry({ id: '4' }),
    refused('5'),
  ])
  expect(folded.map(each => [each.entry.id, each.times])).toEqual([
    ['1', 2],
    ['3', 1],
    ['4', 1],
    ['5', 1],
  ])
})
