import { expect, it } from 'vitest'
import { whenToSend } from './when-to-send.ts'

const now = new Date('2026-03-02T08:00:00Z')
const asked = (sendAfter: string | null, holdSeconds = 0) =>
  whenToSend({ sendAfter, holdSeconds }, now)?.toISOString() ?? null

it('means at once when nothing was asked for, or what was asked for is past', () => {
  expect(whenToSend({}, now)).toBeNull()
  expect(asked('2026-03-02T08:00:00Z')).toBeNull()
  expect(asked('2020-01-01T00:00:00+02:00')).toBeNull()
})

it('waits for the later of the moment and the time to undo', () => {
  expect(asked(null, 5)).toBe('2026-03-02T08:00:05.000Z')
  expect(asked('2026-03-02T08:00:02Z', 5)).toBe('2026-03-02T08:00:05.000Z')
  expect(asked('2026-03-02T12:00:00+02:00', 5)).toBe('2026-03-02T10:00:00.000Z')
})

it('refuses more than a year ahead', () => {
  expect(asked('2027-03-02T08:00:00Z')).toBe('2027-03-02T08:00:00.000Z')
  expect(() => asked('2027-04-02T08:00:00Z')).toThrow(/within the next year/)
})
