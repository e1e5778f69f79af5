import { expect, it } from 'vitest'
import { mergePulses, type NetworkPulse } from './network-watch.ts'

const pulse = (part: Partial<NetworkPulse> = {}): NetworkPulse => ({
  accepted: 0,
  refused: 0,
  sessions: [],
  more: false,
  ...part,
})
const named = (...ids: string[]) => pulse({ sessions: ids.map(id => ({ id })) })

it('sign-ins add up, and of one session what came last counts', () => {
  const started = { id: 'a', stoppedAt: null }
  const ended = { id: 'a', stoppedAt: '2026-03-01T12:00:00Z' }
  const merged = mergePulses(
    pulse({ accepted: 1, refused: 2, sessions: [started, { id: 'b' }] }),
    pulse({ accepted: 3, sessions: [ended] }),
  )
  expect(merged).toEqual({ accepted: 4, refused: 2, more: false, sessions: [{ id: 'b' }, ended] })
})

it('a storm is told by its newest hundred, and that there were more', () => {
  const ids = Array.from({ length: 99 }, (_, at) => `old ${at}`)
  const merged = mergePulses(named(...ids), named('x', 'y', 'z'))
  expect([merged.sessions.length, merged.sessions[0]?.id, merged.sessions.at(-1)?.id, merged.more]).toEqual([
    100,
    'old 2',
    'z',
    true,
  ])
  expect(mergePulses(merged, pulse()).more).toBe(true)
})
