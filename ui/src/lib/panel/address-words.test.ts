import { expect, test } from 'vitest'
import { notYetTheirs, standingWords } from './address-words.ts'

const now = Date.parse('2026-11-20T09:00:00Z')
const region = { locale: 'en-GB', timeZone: 'Africa/Johannesburg' }
const words = (more: Partial<Parameters<typeof standingWords>[0]>) =>
  standingWords({ validUntil: null, optedOutAt: null, optedOutWords: null, ...more }, now, region)

test('says since when it is not theirs, and who asked for quiet', () => {
  const stopped = { optedOutAt: '2026-11-03T09:00:00Z', optedOutWords: 'STOP' }
  expect(words({})).toBeNull()
  expect(words({ validUntil: '2026-10-01T09:00:00Z', ...stopped })).toBe('Not theirs since 1 Oct 2026')
  expect(words(stopped)).toBe('Wrote STOP, 3 Nov 2026')
  expect(words({ ...stopped, optedOutWords: 'said by Thandi' })).toBe(
    'Not to be written to, said by Thandi, 3 Nov 2026',
  )
  expect(words({ validUntil: '2026-12-01T09:00:00Z' })).toBe('Theirs until 1 Dec 2026')
})

test('offers what is on record and no address of theirs yet, once for a whole family', () => {
  const family = [
    { number: 'C-1', phone: '+27821230001', email: 'a@home.example' },
    { number: 'C-2', phone: '+27821230001', email: null },
  ]
  expect(notYetTheirs([{ kind: 'telegram', value: '1' }], family)).toEqual([
    { kind: 'phone', value: '+27821230001', number: 'C-1' },
    { kind: 'email', value: 'a@home.example', number: 'C-1' },
  ])
  expect(notYetTheirs([{ kind: 'phone', value: '+27821230001' }], family)).toHaveLength(1)
  expect(notYetTheirs([], [])).toEqual([])
})
