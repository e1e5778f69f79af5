import { expect, test } from 'vitest'
import { endOf, stateOf } from './expiry.ts'

const now = Date.parse('2026-03-04T10:00:00Z')

test('a key ends after so many days, on a day, or never', () => {
  expect(endOf('30', '', now)).toBe('2026-04-03T10:00:00.000Z')
  expect(endOf('never', '', now)).toBeNull()
  const on = new Date(String(endOf('on', '2026-12-24', now)))
  expect([on.getMonth(), on.getDate(), on.getHours()]).toEqual([11, 24, 0])
})

test('what a key is: in use, about to end, ended, or revoked whatever its end', () => {
  const at = (expiresAt: string | null, revokedAt: string | null = null) =>
    stateOf({ expiresAt, revokedAt }, now)
  expect(at(null)).toBe('in use')
  expect(at('2026-06-01T00:00:00Z')).toBe('in use')
  expect(at('2026-03-10T00:00:00Z')).toBe('ends soon')
  expect(at('2026-03-04T10:00:00Z')).toBe('ended')
  expect(at('2027-01-01T00:00:00Z', '2026-03-01T00:00:00Z')).toBe('revoked')
})
