import { expect, test } from 'vitest'
import { touchedBy } from './policy.ts'

const roles = [
  { id: 'admin', permissions: ['keys.manage'] },
  { id: 'agent', permissions: ['conversations.read'] },
  { id: 'c1', permissions: ['teams.manage'] },
]
const person = (role: string, twoFactor = false, customRoleId: string | null = null) => ({
  role,
  customRoleId,
  twoFactor,
  disabledAt: null,
})

test('a rule touches those it names, and counts who has no authenticator app yet', () => {
  const people = [
    person('admin', true),
    person('agent'),
    person('custom', false, 'c1'),
    { ...person('admin'), disabledAt: '2026-03-01T00:00:00Z' },
  ]
  expect(touchedBy('nobody', people, roles)).toEqual({ all: 0, without: 0 })
  expect(touchedBy('managers', people, roles)).toEqual({ all: 2, without: 1 })
  expect(touchedBy('everyone', people, roles)).toEqual({ all: 3, without: 2 })
})
