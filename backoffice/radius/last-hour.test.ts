import { expect, it } from 'vitest'
import { lastHour, type SignInCount } from './last-hour.ts'

const at = (time: string) => new Date(`2026-03-01T${time}Z`)
const counted = (part: Partial<SignInCount>): SignInCount => ({
  nasId: 'edge',
  minutesAgo: 0,
  accepted: false,
  words: 'wrong password',
  count: 1,
  lastAt: at('11:00:00'),
  ...part,
})

it('an hour without sign-ins is sixty zeros and no words', () => {
  const { accepted, refused, refusals, routers } = lastHour([])
  expect([accepted.length, refused.length, refusals, routers.size]).toEqual([60, 60, [], 0])
  expect([...accepted, ...refused].every(count => count === 0)).toBe(true)
})

it('this minute stands last, and what fell out of the hour meanwhile counts in its oldest', () => {
  const { accepted, refused } = lastHour([
    counted({ accepted: true, words: 'accepted', count: 4 }),
    counted({ minutesAgo: 59, count: 2 }),
    counted({ minutesAgo: 60 }),
  ])
  expect([accepted[59], refused[0], refused[59]]).toEqual([4, 3, 0])
})

it('the three commonest words of refusal, the most first, over all routers and minutes', () => {
  const said = (words: string, count: number, nasId = 'edge') => counted({ words, count, nasId })
  const { refusals } = lastHour([
    said('unknown login', 2),
    said('wrong password', 3),
    said('wrong password', 4, 'tower'),
    said('login disabled', 1),
    said('service suspended: unpaid', 5),
  ])
  expect(refusals).toEqual([
    { words: 'wrong password', count: 7 },
    { words: 'service suspended: unpaid', count: 5 },
    { words: 'unknown login', count: 2 },
  ])
})

it('each router with what it refused and when it last asked', () => {
  const { routers } = lastHour([
    counted({ count: 3 }),
    counted({ accepted: true, words: 'accepted', count: 9, lastAt: at('11:30:00') }),
    counted({ nasId: 'tower', lastAt: at('10:45:00') }),
  ])
  expect(Object.fromEntries(routers)).toEqual({
    edge: { refused: 3, lastAt: at('11:30:00') },
    tower: { refused: 1, lastAt: at('10:45:00') },
  })
})
