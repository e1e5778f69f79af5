import { expect, it } from 'vitest'
import type { Colleague } from './calls.ts'
import { changesOf, matching, placesTaken } from './find-people.ts'

const person = (given: Partial<Colleague>): Colleague => ({
  id: '1',
  name: 'Thandi Mokoena',
  email: 'thandi@isp.example',
  phone: null,
  role: 'agent',
  customRoleId: null,
  roleTitle: 'Agent',
  allInboxes: true,
  inboxIds: [],
  teamIds: [],
  customerId: null,
  twoFactor: false,
  lastSeenAt: null,
  createdAt: '2026-01-01T00:00:00Z',
  disabledAt: null,
  ...given,
})

it('finds people by parts of name, email and role, in any order and case', () => {
  const people = [person({}), person({ id: '2', name: 'Pieter Botha', email: 'pieter@isp.example' })]
  expect(matching(people, 'MOK thandi@').map(each => each.id)).toEqual(['1'])
  expect(matching(people, 'agent')).toHaveLength(2)
  expect(matching(people, '  ')).toHaveLength(2)
  expect(matching(people, 'thandi botha')).toEqual([])
})

it('counts against the limit who is switched on or invited, and no customers', () => {
  const people = [
    person({}),
    person({ id: '2', disabledAt: '2026-02-01T00:00:00Z' }),
    person({ id: '3', role: 'customer' }),
  ]
  expect(placesTaken(people, [{ expired: false }, { expired: true }])).toBe(2)
})

it('sends only what differs, and takes lists in another order for the same', () => {
  const before = { name: 'Thandi', teamIds: ['a', 'b'], phone: null as string | null }
  expect(changesOf(before, { ...before, teamIds: ['b', 'a'] })).toEqual({})
  expect(changesOf(before, { name: 'Thandi', teamIds: ['a'], phone: '+27821230001' })).toEqual({
    teamIds: ['a'],
    phone: '+27821230001',
  })
})
