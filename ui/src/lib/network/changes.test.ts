import { expect, it } from 'vitest'
import type { NetworkNow, NetworkWord, Router } from './calls.ts'
import { above, keptOrder, withCourse, withWord } from './changes.ts'

const router = (id: string, refused = 0) => ({ id, refused }) as Router

it('numbers move at once, and the sign-ins of this minute grow', () => {
  const now = { at: 'before', online: 3, lastWeek: 2, accepted: [1, 2], refused: [0, 0], routers: [] }
  const word = { at: 'now', online: 4, accepted: 5, refused: 0, sessions: [], more: false } as NetworkWord
  expect(withWord(now as unknown as NetworkNow, word)).toMatchObject({
    at: 'now',
    online: 4,
    lastWeek: 2,
    accepted: [1, 7],
    refused: [0, 0],
  })
})

it('routers keep their places while somebody points at them; new ones come after', () => {
  const shown = [router('a'), router('b')]
  const now = [router('c', 9), router('b', 5), router('a')]
  expect(keptOrder(shown, now)).toEqual([router('a'), router('b', 5), router('c', 9)])
})

it('new rows are those above all that are shown, not those that slid up from below', () => {
  const rows = (...ids: string[]) => ids.map(id => ({ id }))
  expect(above(rows('c', 'b', 'a'), rows('e', 'd', 'c', 'a', 'older'))).toEqual(rows('e', 'd'))
  expect(above(rows('c', 'b'), rows('b', 'older'))).toEqual([])
  expect(above(rows('a'), rows('z', 'y'))).toEqual(rows('z', 'y'))
})

it('only what is shown changes, and keeps what was not said', () => {
  const rows = [
    { id: 'a', login: 'thandi', ip: null as string | null },
    { id: 'b', login: 'pieter', ip: null },
  ]
  expect(
    withCourse(rows, [
      { id: 'b', ip: '100.64.0.1' },
      { id: 'z', ip: '1' },
    ]),
  ).toEqual([
    { id: 'a', login: 'thandi', ip: null },
    { id: 'b', login: 'pieter', ip: '100.64.0.1' },
  ])
})
