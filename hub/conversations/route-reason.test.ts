import { expect, test } from 'vitest'
import { whyAddressShut } from './address-shut.ts'
import { reasonOf, type Way } from './route-reason.ts'

const now = new Date('2026-11-03T09:00:00Z')
const region = { locale: 'en-GB', timeZone: 'Africa/Johannesburg' }
const way = (title: string, more: Partial<Way> = {}): Way => ({
  title,
  inboxName: `${title} inbox`,
  identityId: 'number',
  kind: title === 'Email' ? 'email' : 'phone',
  evidence: 'wrote from it',
  onRecordFor: null,
  lastInAt: null,
  windowEndsAt: null,
  ...more,
})
const at = (iso: string) => new Date(iso)
const reasons = (...all: Way[]) => {
  const last = all.find(each => each.lastInAt)
  return all.map(each => reasonOf(each, { all, last, now, region }))
}

test('says where they wrote last, and until when the window is open there', () => {
  expect(reasons(way('SMS', { lastInAt: at('2026-11-01T09:00:00Z') }))).toEqual(['They wrote here last'])
  const whatsapp = { lastInAt: at('2026-11-02T12:20:00Z'), windowEndsAt: at('2026-11-03T12:20:00Z') }
  expect(reasons(way('WhatsApp', whatsapp), way('SMS'))).toEqual([
    'They wrote here last, window open until 14:20',
    'SMS reaches the same number',
  ])
  expect(reasons(way('SMS', { lastInAt: now }), way('WhatsApp', whatsapp))[1]).toBe('Window open until 14:20')
})

test('says which way is shut when another reaches the same number', () => {
  const shut = { lastInAt: at('2026-11-01T09:00:00Z'), windowEndsAt: at('2026-11-02T09:00:00Z') }
  expect(reasons(way('WhatsApp', shut), way('SMS'))[1]).toBe(
    'WhatsApp window is over, SMS reaches the same number',
  )
  const second = way('WhatsApp', { inboxName: 'Sales', windowEndsAt: at('2026-11-03T10:00:00Z') })
  expect(reasons(way('WhatsApp', shut), second)[1]).toBe('Window open until 12:00')
  const elsewhere = way('SMS', { identityId: 'another number' })
  expect(reasons(way('WhatsApp', shut), elsewhere)[1]).toBe('Their phone')
})

test('says what makes an address theirs that they never wrote from', () => {
  const last = way('WhatsApp', { lastInAt: now, windowEndsAt: at('2026-11-04T09:00:00Z') })
  const mail = (more: Partial<Way>) => reasons(last, way('Email', { identityId: 'mail', ...more }))[1]
  expect(mail({ onRecordFor: 'C-1042' })).toBe('Email on record for C-1042')
  expect(mail({ evidence: 'added by Thandi' })).toBe('Added by Thandi')
  expect(mail({ lastInAt: at('2026-10-01T09:00:00Z') })).toBe('They wrote here on 1 Oct')
  expect(mail({ lastInAt: at('2025-10-01T09:00:00Z') })).toBe('They wrote here on 1 Oct 2025')
})

test('an address is shut by their own word, by a member who says so, and when its time is over', () => {
  const open = { opted_out_at: null, opted_out_words: null, valid_until: null }
  const why = (more: Partial<Parameters<typeof whyAddressShut>[0]>) =>
    whyAddressShut({ ...open, ...more }, now, region)
  expect(why({})).toBeNull()
  expect(why({ opted_out_at: now, opted_out_words: 'STOP' })).toBe('They wrote STOP here on 3 Nov.')
  expect(why({ opted_out_at: now, opted_out_words: 'said by Thandi' })).toBe(
    'They do not want to be written to here, said by Thandi on 3 Nov.',
  )
  expect(why({ valid_until: at('2026-10-01T09:00:00Z') })).toBe('Not theirs since 1 Oct.')
  expect(why({ valid_until: now })).toBe('Not theirs since 3 Nov.')
  expect(why({ valid_until: at('2026-11-03T09:00:01Z') })).toBeNull()
})
