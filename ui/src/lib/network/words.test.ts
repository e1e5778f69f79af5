import { expect, test } from 'vitest'
import { adviceFor, lineAlternative, routerState, sessionLasted, sessionWords, weekWords } from './words.ts'

const home = { locale: 'en-ZA', timeZone: 'Africa/Johannesburg' }
const now = Date.parse('2026-03-04T10:00:00Z')
const open = { startedAt: '2026-03-04T07:12:00Z', stoppedAt: null, stopCause: null }
const ended = {
  startedAt: '2026-03-02T11:00:00Z',
  stoppedAt: '2026-03-02T12:03:00Z',
  stopCause: 'Lost-Carrier',
}

test('a session says since when it is up, or when and why it ended, and how long that was', () => {
  expect(sessionWords(open, now, home)).toBe('Online since 09:12')
  expect(sessionWords(ended, now, home)).toBe('Ended Mon 14:03: Lost-Carrier')
  expect(sessionWords({ ...ended, stopCause: null }, now, home)).toBe('Ended Mon 14:03')
  expect([sessionLasted(open, now), sessionLasted(ended, now)]).toEqual(['2 h 48', '1 h 03'])
})

test('the same time last week is compared with, where it is known', () => {
  const words = (online: number, lastWeek: number | null) => weekWords({ online, lastWeek }, 'en-GB')
  expect([words(8, 20), words(1_250, 20), words(5, 5), words(5, null)]).toEqual([
    '12 fewer than at this time last week',
    '1,230 more than at this time last week',
    'As many as at this time last week',
    'Nothing to compare with from last week',
  ])
})

test('a line of numbers has words for those who cannot see it', () => {
  expect(lineAlternative('Refused sign-ins', [0, 4, 1])).toBe(
    'Refused sign-ins: 5 in the last hour, at most 4 a minute, 1 in this minute',
  )
  expect(lineAlternative('Refused sign-ins', [0, 0])).toBe('Refused sign-ins: none in the last hour')
})

test('a router is silent, speaking, or has not spoken yet', () => {
  const at = '2026-03-04T09:40:00Z'
  expect(routerState({ silentSince: at, lastPacketAt: at }, now)).toEqual({
    mood: 'bad',
    words: 'Silent for 20 min',
  })
  expect(routerState({ silentSince: null, lastPacketAt: at }, now).mood).toBe('good')
  expect(routerState({ silentSince: null, lastPacketAt: null }, now).words).toBe('Has not spoken yet')
})

test('a refusal says what would help, where there is something to say', () => {
  expect(adviceFor('service suspended: unpaid')).toContain('suspended')
  expect(adviceFor('the router asked for MS-CHAP; set it to PAP or CHAP')).toContain('PAP or CHAP')
  expect(adviceFor('accepted')).toBeNull()
})
