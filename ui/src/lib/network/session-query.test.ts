import { expect, it } from 'vitest'
import { isFiltered, sessionQuery, sessionsOf } from './session-query.ts'

const now = Date.parse('2026-03-04T10:00:00Z')
const nothing = { q: '', nas: '', state: '', since: '', sort: '' }

it('an address that says nothing asks for those online', () => {
  expect(sessionQuery(nothing, now)).toEqual({ state: 'open' })
  expect(isFiltered(nothing)).toBe(false)
})

it('what is said is asked for, and a time that is none is left out', () => {
  const said = { ...nothing, q: 'thandi', state: 'all', since: 'hour', sort: '-traffic' }
  expect(sessionQuery(said, now)).toEqual({
    q: 'thandi',
    since: '2026-03-04T09:00:00.000Z',
    sort: '-traffic',
  })
  expect(sessionQuery({ ...nothing, state: 'ended', since: 'ever' }, now)).toEqual({ state: 'ended' })
  expect(isFiltered(said)).toBe(true)
})

it('a login leads to all its sessions', () => {
  expect(sessionsOf('thandi@isp')).toBe('/network/sessions?q=thandi%40isp&state=all')
})
