import { expect, test } from 'vitest'
import type { ReplyRoute } from '../api/types.ts'
import { routeFor, whyNot, windowLeft } from './usable-route.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const route = (inboxId: string, more: Partial<ReplyRoute> = {}): ReplyRoute => ({
  inboxId,
  identityId: 'number',
  channel: 'whatsapp',
  title: 'WhatsApp',
  inboxName: 'Main',
  to: '+27821230001',
  usable: true,
  why: null,
  reason: 'They wrote here last',
  windowEndsAt: null,
  windowHours: 24,
  templates: false,
  maxTextLength: 4096,
  hasSubject: false,
  files: null,
  ...more,
})
const ended = route('ended', { windowEndsAt: '2026-03-02T08:59:59Z' })

test('a window that ended while one was typing closes the way without asking the server', () => {
  expect(whyNot(ended, now)).toMatch(/over/)
  expect(whyNot(route('open', { windowEndsAt: '2026-03-02T09:00:01Z' }), now)).toBeNull()
  expect(whyNot(route('shut', { usable: false, why: 'Signed out' }), now)).toBe('Signed out')
})

test('the chosen way is kept while it can be used, else the best usable one takes over', () => {
  const routes = [ended, route('a'), route('b')]
  expect(routeFor(routes, route('b'), now)?.inboxId).toBe('b')
  expect(routeFor(routes, ended, now)?.inboxId).toBe('a')
  expect(routeFor([ended], null, now)?.inboxId).toBe('ended')
  const byTemplate = { ...ended, templates: true }
  expect(routeFor([byTemplate, route('a')], byTemplate, now)?.inboxId).toBe('ended')
  expect(routeFor([byTemplate, route('a')], null, now)?.inboxId).toBe('a')
  expect(routeFor([], null, now)).toBeNull()
})

test('two addresses of one inbox are two ways', () => {
  const [one, other] = [route('mail', { to: 'a@home.example' }), route('mail', { identityId: 'second' })]
  expect(routeFor([one, other], other, now)).toBe(other)
  expect(routeFor([one, other], null, now)).toBe(one)
})

test('the countdown is calm until the last hour', () => {
  expect(windowLeft(route('a', { windowEndsAt: '2026-03-02T14:00:00Z' }), now)).toEqual({
    words: '5:00:00',
    isShort: false,
  })
  expect(windowLeft(route('a', { windowEndsAt: '2026-03-02T09:30:00Z' }), now)?.isShort).toBe(true)
  expect(windowLeft(route('a'), now)).toBeNull()
})
