import { expect, it } from 'vitest'
import type { Standing } from '../../platform/identity/standing.ts'
import { cut } from './cut.ts'
import { bytesOf, mostBytes, payloadOf, shorter } from './payload.ts'
import type { About } from './read-happened.ts'

const about: About = {
  eventId: 'e',
  conversationId: '01a22560-7326-7660-b5ea-1a2f76614e61',
  inboxIds: [],
  happened: {
    type: 'message.received',
    actor: null,
    conversation: { status: 'open', assignee: null, team: null, inboundCount: 1 },
    message: null,
  },
  contactName: '+27821230001',
  text: 'call me on +27821230001',
  inboxName: 'Support',
  byName: null,
  namedIds: [],
  readByIds: [],
  at: new Date('2026-03-02T10:00:00Z'),
}
const member = (permissions: Standing['permissions']) => ({ memberId: 'me', permissions }) as Standing

it('somebody who may not see numbers is told of a customer without one’s name as everywhere: shortened', () => {
  const all = ['fields.phone', 'fields.email', 'fields.balance'] as const
  expect(payloadOf(about, 'message', member(all)).name).toBe('+27821230001')
  expect(payloadOf(about, 'message', member(['fields.email', 'fields.balance'])).name).toBe('••••••001')
})

it('whatever was written, the shorter one fits where the long one does not', () => {
  const odd = { ...about, text: '\u0001'.repeat(5_000), contactName: '\u0002'.repeat(5_000) }
  const payload = payloadOf(odd, 'message', member([]))
  expect(bytesOf(payload).length).toBeGreaterThan(mostBytes)
  expect(bytesOf(shorter(payload)).length).toBeLessThanOrEqual(mostBytes)
})

it('cuts between characters, and says that it did', () => {
  expect(cut('short', 5)).toBe('short')
  expect(cut('longer', 5)).toBe('lo…')
  expect(cut('👩🏽‍🚀👩🏽‍🚀', 20)).toBe('👩🏽‍🚀…')
  expect(cut('👩🏽‍🚀👩🏽‍🚀', 10)).toBe('…')
  expect(cut('é'.repeat(10), 9)).toBe('ééé…')
})
