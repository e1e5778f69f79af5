import { expect, test } from 'vitest'
import { Seats } from './seats.ts'

test('each tab keeps its seat; the twenty-first takes that of the tab heard of longest ago, and a closed socket leaves all', () => {
  const left: string[] = []
  const seats = new Seats(tab => ({ tab, leave: () => void left.push(tab) }))
  const first = seats.of('1')
  for (let nth = 2; nth <= 20; nth++) seats.of(`${nth}`)
  expect(seats.of('1')).toBe(first)
  seats.of('21')
  expect(left).toEqual(['2'])
  expect(seats.of('2')).not.toBe(first)
  expect(left).toEqual(['2', '3'])
  seats.leave()
  seats.leave()
  expect(left).toHaveLength(22)
})
