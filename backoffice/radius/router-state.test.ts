import { expect, it } from 'vitest'
import { judgeRouters, type RouterFacts } from './router-state.ts'

const now = new Date('2026-03-01T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
const router = (name: string, facts: Partial<RouterFacts> = {}): RouterFacts => ({
  id: name,
  name,
  address: '10.0.0.1',
  vendor: 'mikrotik',
  lastPacketAt: ago(10),
  sessions: 5,
  refused: 0,
  ...facts,
})

it('a router with sessions is silent after two and a half times the interval it reports in, not a moment before', () => {
  const [before] = judgeRouters([router('a', { lastPacketAt: ago(750) })], now)
  const [after] = judgeRouters([router('a', { lastPacketAt: ago(751) })], now)
  expect([before?.silentSince, after?.silentSince]).toEqual([null, ago(751)])
})

it('a router without sessions, or one that never spoke, is not called silent', () => {
  const judged = judgeRouters(
    [router('idle', { sessions: 0, lastPacketAt: ago(99_999) }), router('new', { lastPacketAt: null })],
    now,
  )
  expect(judged.map(({ silentSince }) => silentSince)).toEqual([null, null])
})

it('the worst come first: silent ones by their sessions, then those that refuse most', () => {
  const judged = judgeRouters(
    [
      router('fine'),
      router('refuses', { refused: 3 }),
      router('silent small', { lastPacketAt: ago(2_000), sessions: 2 }),
      router('refuses more', { refused: 30 }),
      router('silent big', { lastPacketAt: ago(1_000), sessions: 900 }),
    ],
    now,
  )
  expect(judged.map(({ name }) => name)).toEqual([
    'silent big',
    'silent small',
    'refuses more',
    'refuses',
    'fine',
  ])
})
