import { beforeEach, expect, test } from 'vitest'
import type { Who } from '../identity/who.ts'
import { type Place, Presence, type PresenceWord, personOf, type Sighting } from './presence.ts'

const sizwe = { id: 'sizwe', name: 'Sizwe' }
const place: Place = { tenantId: 'isp', conversationId: 'one', inboxIds: ['sms'] }
const elsewhere: Place = { tenantId: 'isp', conversationId: 'two', inboxIds: ['mail'] }
const seen = (more: Partial<Sighting> = {}): Sighting => ({ socketId: 'tab', person: sizwe, place, ...more })

let now: number
let told: PresenceWord[]
let presence: Presence
beforeEach(() => {
  now = 1_000_000
  told = []
  presence = new Presence(
    () => now,
    word => told.push(word),
  )
})
/** Turns the clock second by second, as the sweep does. */
function passes(ms: number): void {
  for (const until = now + ms; now < until; ) {
    now += 1_000
    presence.sweep()
  }
}
const states = () => told.map(word => `${word.conversationId} ${word.state}`)

test('someone comes, writes, stops writing and goes', () => {
  presence.take(seen())
  presence.take(seen({ writing: 'reply' }))
  presence.take(seen({ writing: null }))
  presence.take(seen({ writing: 'note' }))
  presence.take(seen({ place: null }))
  expect(states()).toEqual(['one viewing', 'one replying', 'one viewing', 'one noting', 'one gone'])
  expect(told[0]?.member).toEqual(sizwe)
})

test('who falls silent writes no more after 5 s and is gone after 30', () => {
  presence.take(seen({ writing: 'reply' }))
  passes(4_000)
  expect(states()).toEqual(['one replying'])
  passes(1_000)
  expect(states()).toEqual(['one replying', 'one viewing'])
  passes(24_000)
  expect(states()).toHaveLength(2)
  passes(1_000)
  expect(states().at(-1)).toBe('one gone')
})

test('a heartbeat keeps them there, without a word to others until it is needed, and keeps what they write', () => {
  presence.take(seen())
  for (let beat = 0; beat < 2; beat++) {
    passes(15_000)
    presence.take(seen())
  }
  expect(states()).toEqual(['one viewing'])
  passes(15_000)
  presence.take(seen())
  expect(states()).toEqual(['one viewing', 'one viewing'])
  presence.take(seen({ writing: 'note' }))
  presence.take(seen())
  expect(states().at(-1)).toBe('one noting')
})

test('screens are told again before they stop believing', () => {
  presence.take(seen({ writing: 'reply' }))
  let since = 0
  for (let second = 1; second <= 60; second++) {
    const words = told.length
    passes(1_000)
    if (second % 3 === 0) presence.take(seen({ writing: 'reply' }))
    since = told.length > words ? 0 : since + 1_000
    expect(since).toBeLessThan(told.at(-1)?.forMs ?? 0)
  }
  expect(new Set(states())).toEqual(new Set(['one replying']))
})

test('several tabs count once: the busiest is told, and they are gone with the last', () => {
  presence.take(seen())
  presence.take(seen({ socketId: 'other tab' }))
  presence.take(seen({ socketId: 'other tab', writing: 'reply' }))
  presence.take(seen())
  presence.take(seen({ socketId: 'other tab', place: null }))
  expect(states()).toEqual(['one viewing', 'one replying', 'one viewing'])
  presence.take(seen({ place: null }))
  expect(states().at(-1)).toBe('one gone')
})

test('moving on leaves the one conversation and enters the other', () => {
  presence.take(seen({ writing: 'reply' }))
  presence.take(seen({ place: elsewhere }))
  expect(states()).toEqual(['one replying', 'one gone', 'two viewing'])
  passes(29_000)
  presence.take(seen({ place: elsewhere }))
  passes(20_000)
  expect(states().filter(state => state.endsWith('gone'))).toEqual(['one gone'])
})

test('gone twice, or gone without having been here, tells nothing', () => {
  presence.take(seen({ place: null }))
  presence.take(seen())
  presence.take(seen({ place: null }))
  presence.take(seen({ place: null }))
  expect(states()).toEqual(['one viewing', 'one gone'])
})

test('a list holds who is where: others, of this tenant, in the inboxes one sees', () => {
  const who = (more: Partial<Who>) =>
    ({
      tenantId: 'isp',
      memberId: 'aisha',
      allInboxes: true,
      inboxIds: [],
      impersonation: null,
      ...more,
    }) as Who
  presence.take(seen({ writing: 'reply' }))
  presence.take(seen({ socketId: 'lerato', person: { id: 'lerato', name: 'Lerato' }, place: elsewhere }))
  const ids = (more: Partial<Who>) => presence.list(who(more)).map(word => `${word.member.id} ${word.state}`)
  expect(ids({})).toEqual(['sizwe replying', 'lerato viewing'])
  expect(ids({ memberId: 'sizwe' })).toEqual(['lerato viewing'])
  expect(ids({ allInboxes: false, inboxIds: ['sms'] })).toEqual(['sizwe replying'])
  expect(ids({ allInboxes: false })).toEqual([])
  expect(ids({ tenantId: 'other' })).toEqual([])
  now += 30_000
  expect(ids({})).toEqual([])
})

test('an operator who looks through eyes is named as such, and is not that member', () => {
  const impersonation = { id: 'borrowed', operatorName: 'Naledi' }
  const who = { memberId: 'sizwe', name: 'Sizwe', impersonation } as unknown as Who
  expect(personOf(who)).toEqual({ id: 'borrowed', name: 'Naledi as Sizwe' })
  expect(personOf({ ...who, impersonation: null })).toEqual(sizwe)
})
