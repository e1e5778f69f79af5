import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountingRecord } from './accounting.ts'
import { foldSessions, type NasRecord, type Session } from './fold-sessions.ts'

const nasId = 'edge-1'
const t0 = Date.UTC(2026, 2, 3, 8)
const at = (seconds: number) => new Date(t0 + seconds * 1000)
const owner = { loginId: 'login', customerId: 'customer' }

const record = (
  kind: AccountingRecord['kind'],
  seconds: number,
  said: Partial<AccountingRecord> = {},
): NasRecord => ({
  nasId,
  record: {
    kind,
    acctSessionId: 'a1',
    username: 'thandi',
    eventAt: at(seconds),
    receivedAt: at(seconds),
    nasPort: null,
    framedIp: null,
    framedIpv6Prefix: null,
    callingStationId: null,
    calledStationId: null,
    inputOctets: null,
    outputOctets: null,
    sessionTimeS: null,
    stopCause: null,
    classHex: null,
    ...said,
  },
})
const fold = (records: NasRecord[], stored: Session[] = []) => foldSessions(stored, records, () => owner)
const only = (records: NasRecord[], stored: Session[] = []) => {
  const sessions = [...fold(records, stored).sessions.values()]
  expect(sessions).toHaveLength(1)
  return sessions[0] as Session
}

const start = record('start', 0, { framedIp: '100.64.1.2' })
const interim = record('interim', 300, { inputOctets: 100, outputOctets: 1_000, sessionTimeS: 300 })
const stop = record('stop', 600, {
  inputOctets: 200,
  outputOctets: 2_000,
  sessionTimeS: 600,
  stopCause: 'Lost-Carrier',
})

describe('a session', () => {
  it('opens with Start, grows with Interim and ends with Stop', () => {
    const session = only([start, interim, stop])
    expect(session).toMatchObject({
      ...owner,
      startedAt: at(0),
      stoppedAt: at(600),
      stopCause: 'Lost-Carrier',
      framedIp: '100.64.1.2',
      inputOctets: 200,
      outputOctets: 2_000,
      sessionTimeS: 600,
    })
  })

  it('is the same one whatever the order and repetition of its records, and over batches', () => {
    const records = fc
      .shuffledSubarray([start, interim, stop], { minLength: 3 })
      .chain(order =>
        fc.tuple(fc.constant(order), fc.array(fc.constantFrom(start, interim, stop), { maxLength: 5 })),
      )
    fc.assert(
      fc.property(records, fc.nat(8), ([order, again], cut) => {
        const all = [...order, ...again]
        const first = [...fold(all.slice(0, cut)).sessions.values()]
        const session = only(all.slice(cut), cut === 0 ? [] : first)
        expect(session).toMatchObject({
          startedAt: at(0),
          stoppedAt: at(600),
          inputOctets: 200,
          outputOctets: 2_000,
        })
        expect(session).toMatchObject({
          stopCause: 'Lost-Carrier',
          framedIp: '100.64.1.2',
          sessionTimeS: 600,
        })
      }),
    )
  })

  it('never gives back usage: lower and missing counters change nothing', () => {
    const bare = record('stop', 600, { stopCause: 'User-Request' })
    const lower = record('interim', 450, { inputOctets: 0, outputOctets: 3 })
    expect(only([start, interim, lower, bare])).toMatchObject({
      inputOctets: 100,
      outputOctets: 1_000,
      stoppedAt: at(600),
    })
  })

  it('first heard of at its Stop began its session time before', () => {
    expect(only([stop])).toMatchObject({ startedAt: at(0), stoppedAt: at(600), inputOctets: 200 })
  })

  it('that has ended ignores an Interim and reports it', () => {
    const late = record('interim', 900, { inputOctets: 999 })
    const folded = fold([start, stop, late])
    expect([...folded.sessions.values()]).toMatchObject([{ stoppedAt: at(600), inputOctets: 200 }])
    expect(folded.late).toEqual([late.record])
  })

  it('whose Start arrives late stays ended, but a Start long after is a new session under a reused id', () => {
    expect(only([stop, start]).stoppedAt).toEqual(at(600))
    const folded = fold([start, stop, record('start', 661)])
    expect([...folded.sessions.values()]).toMatchObject([
      { startedAt: at(661), stoppedAt: null, inputOctets: 0 },
    ])
    expect(folded.retired).toMatchObject([{ stoppedAt: at(600), inputOctets: 200 }])
  })

  it('is told apart by router, user, port and Class', () => {
    const others = [
      record('start', 0, { username: 'sipho' }),
      record('start', 0, { nasPort: '7' }),
      record('start', 0, { classHex: 'aa' }),
      { ...start, nasId: 'edge-2' },
    ]
    expect(fold([start, ...others]).sessions.size).toBe(5)
  })

  it('keeps the newest address and does not let an older report bring the old one back', () => {
    const moved = record('interim', 300, { framedIp: '100.64.9.9' })
    expect(only([start, moved]).framedIp).toBe('100.64.9.9')
    expect(only([moved, start]).framedIp).toBe('100.64.9.9')
  })
})

describe('a router that restarts', () => {
  const session = (id: string, seconds: number, nas = nasId) =>
    [
      ...fold([{ ...record('start', seconds, { acctSessionId: id }), nasId: nas }]).sessions.values(),
    ][0] as Session

  it('ends its own open sessions begun before, and no other, whatever is stored', () => {
    const stored = fc.array(
      fc.record({
        seconds: fc.integer({ min: -500, max: 500 }),
        nas: fc.constantFrom(nasId, 'edge-2'),
        over: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(stored, fc.constantFrom('on' as const, 'off' as const), (rows, kind) => {
        const before = rows.map(({ seconds, nas, over }, index) => {
          const made = session(`s${index}`, seconds, nas)
          return over ? { ...made, stoppedAt: at(seconds), stopCause: 'User-Request' } : made
        })
        const after = [...fold([record(kind, 0, { acctSessionId: '' })], before).sessions.values()]
        for (const [index, was] of before.entries()) {
          const ends = was.nasId === nasId && !was.stoppedAt && was.startedAt < at(0)
          expect(after[index]).toEqual(ends ? { ...was, stoppedAt: at(0), stopCause: 'NAS-Reboot' } : was)
        }
      }),
    )
  })

  it('may reuse an id at once', () => {
    const folded = fold([start, record('on', 30, { acctSessionId: '' }), record('start', 40)])
    expect([...folded.sessions.values()]).toMatchObject([{ startedAt: at(40), stoppedAt: null }])
    expect(folded.retired).toMatchObject([{ stopCause: 'NAS-Reboot' }])
  })
})
