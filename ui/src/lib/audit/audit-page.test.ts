import { describe, expect, test } from 'vitest'
import { actionWords } from './action-words.ts'
import { diffOf, fieldWords } from './diff.ts'
import { isFiltered, queryOf, readFilter, writeFilter } from './filter.ts'

const region = { locale: 'en-ZA', timeZone: 'Africa/Johannesburg' }

describe('the filter', () => {
  test('stands in the address and comes back from it', () => {
    const search = '?q=key&actor=m1&from=2026-03-01&to=2026-03-04'
    const filter = readFilter(new URLSearchParams(search))
    expect(filter).toMatchObject({ q: 'key', actor: 'm1', action: '', from: '2026-03-01' })
    expect(writeFilter(filter)).toBe(search)
    expect(isFiltered(filter)).toBe(true)
    expect(writeFilter(readFilter(new URLSearchParams('')))).toBe('')
  })

  test('leaves out a day that is none', () => {
    const filter = readFilter(new URLSearchParams('from=yesterday&to=2026-99-99'))
    expect([filter.from, filter.to]).toEqual(['', ''])
  })

  test('asks for the last day whole', () => {
    const query = queryOf(readFilter(new URLSearchParams('from=2026-03-01&to=2026-03-01&q=x')))
    expect(query.q).toBe('x')
    expect('action' in query).toBe(false)
    expect(Date.parse(query.to ?? '') - Date.parse(query.from ?? '')).toBe(86_400_000)
  })
})

describe('before and after', () => {
  test('of a list only what came and went is told apart', () => {
    const [field] = diffOf({ permissions: ['a', 'b'] }, { permissions: ['b', 'c'] }, region)
    expect(field).toEqual({ name: 'Permissions', before: ['a'], after: ['c'], kept: ['b'] })
  })

  test('a field of one side and a plain change are shown, one that is empty on both is not', () => {
    const fields = diffOf(
      { name: 'Old', phone: '' },
      { name: 'New', enabled: false, limits: { n: 1 } },
      region,
    )
    expect(fields.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['Name', ['Old'], ['New']],
      ['Enabled', [], ['no']],
      ['Limits', [], ['{"n":1}']],
    ])
    expect(diffOf(null, null, region)).toEqual([])
  })

  test('moments are told in the tenant’s time, field names in words', () => {
    const [field] = diffOf(null, { expiresAt: '2026-03-04T10:00:00.000Z' }, region)
    expect(field?.after[0]).toContain('12:00:00')
    expect(fieldWords('customRoleId')).toBe('Custom role id')
  })
})

test('an action without words of its own still reads', () => {
  expect(actionWords('keys.create')).toBe('Made an API key')
  expect(actionWords('sign-in.turn-off')).toBe('Sign in: turn off')
  expect(actionWords('odd')).toBe('Odd')
})
