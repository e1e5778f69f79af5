import { expect, test } from 'vitest'
import { customerPart } from '../desk/customer-words.ts'
import { contactWords } from './contact-words.ts'
import { timelineWords } from './timeline-words.ts'

const address = { kind: 'phone', value: '+27821230001' }
const entry = (type: string, data: Record<string, unknown>, name: string | null = 'Thandi') => ({
  ...{ seq: 1, type, at: '2026-11-03T09:00:00Z', data },
  actor: name ? { id: 'thandi', name } : null,
})

test('says whom this is about, with the number, since a family shares its name', () => {
  const sipho = { id: '1', name: 'Sipho Dlamini', number: 'C-1042' }
  const chosen = { before: { customer: null }, after: { customer: sipho } }
  expect(timelineWords(entry('conversation.changed', chosen))).toBe(
    'Thandi said this is about Sipho Dlamini (C-1042)',
  )
  expect(customerPart({ customer: sipho }, { customer: null })).toEqual([
    'took back that this is about Sipho Dlamini',
  ])
  expect(customerPart({}, { customer: { name: 'Sipho' } })).toEqual(['said this is about Sipho'])
  expect(customerPart({}, {})).toEqual([])
})

test('says who stopped an address: they themselves, or a member for them', () => {
  const stopped = { address, change: 'opted-out', words: 'STOP' }
  expect(timelineWords(entry('contact.changed', stopped, null))).toBe(
    'They wrote STOP: nothing goes to +27821230001 any more',
  )
  expect(contactWords({ address, change: 'opted-out' }, 'Thandi')).toMatch(/^Thandi noted/)
  expect(contactWords({ address, change: 'opted-in', words: 'START' }, null)).toMatch(/^They wrote START/)
  expect(contactWords({ address, change: 'opted-in' }, 'Thandi')).toMatch(/may be written to again$/)
})

test('says what was added and what is theirs no more, and reads whatever comes', () => {
  expect(contactWords({ address: { kind: 'email', value: 'a@b.example' }, change: 'added' }, 'Thandi')).toBe(
    'Thandi added the email a@b.example',
  )
  expect(contactWords({ address, change: 'ended' }, 'Thandi')).toBe(
    'Thandi noted that +27821230001 is no longer theirs',
  )
  expect(contactWords({ address, change: 'theirs' }, 'Thandi')).toMatch(/theirs after all$/)
  expect(contactWords({}, null)).toBe('Trunkline changed an address')
  const moved = { kind: 'move', from: { name: 'Thandi' }, into: { name: 'Bongani' } }
  expect(timelineWords(entry('contact.merged', moved, null))).toBe(
    'Bongani writes from an address that was Thandi’s before',
  )
})
