import { expect, test } from 'vitest'
import type { Message, ReplyRoute } from '../api/types.ts'
import { routeChange } from './usable-route-change.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const route = (title: string, more: Partial<ReplyRoute> = {}): ReplyRoute => ({
  ...{
    inboxId: title,
    identityId: 'number',
    channel: title.toLowerCase(),
    title,
    inboxName: `${title} inbox`,
  },
  ...{ to: '+27821230001', usable: true, why: null, reason: 'They wrote here last', windowEndsAt: null },
  ...{ maxTextLength: 1000, hasSubject: false, files: null, windowHours: 24, templates: false },
  ...more,
})
const answered = (inboxId: string, state: Message['state'] = 'sent') =>
  ({ direction: 'out', inboxId, state }) as Message
const wrote = { direction: 'in', inboxId: 'SMS' } as Message
const sms = route('SMS')

test('says why the answer goes another way than the last one', () => {
  const whatsapp = route('WhatsApp', { usable: false, why: 'Shut.', windowEndsAt: '2026-03-01T09:00:00Z' })
  const thread = (before: ReplyRoute) => ({ messages: [answered('WhatsApp')], replyRoutes: [sms, before] })
  expect(routeChange(sms, thread(whatsapp), now)).toBe(
    'Goes by SMS now, not by WhatsApp as before: that window is over.',
  )
  const stopped = { ...whatsapp, windowEndsAt: null, why: 'They wrote STOP here on 3 Nov.' }
  expect(routeChange(sms, thread(stopped), now)).toContain('They wrote STOP here on 3 Nov.')
  expect(routeChange(sms, thread(route('WhatsApp')), now)).toContain('They wrote here last.')
})

test('a window that ends while one writes is said without asking the server', () => {
  const whatsapp = route('WhatsApp', { windowEndsAt: '2026-03-02T08:59:59Z' })
  expect(routeChange(sms, { messages: [answered('WhatsApp')], replyRoutes: [whatsapp, sms] }, now)).toContain(
    'over',
  )
})

test('says nothing while it goes as before, nor for a first answer, nor for one that was taken back', () => {
  const replyRoutes = [sms, route('WhatsApp')]
  expect(routeChange(sms, { messages: [answered('SMS'), wrote], replyRoutes }, now)).toBeNull()
  expect(routeChange(sms, { messages: [wrote], replyRoutes }, now)).toBeNull()
  const undone = [answered('SMS'), answered('WhatsApp', 'cancelled')]
  expect(routeChange(sms, { messages: undone, replyRoutes }, now)).toBeNull()
})

test('tells two inboxes of one channel apart, and speaks of none that is gone', () => {
  const other = route('SMS', { inboxId: 'other', inboxName: 'Sales' })
  const thread = { messages: [answered('SMS')], replyRoutes: [other, sms] }
  expect(routeChange(other, thread, now)).toContain(
    'Goes by Sales now, not by SMS inbox as before. They wrote',
  )
  expect(routeChange(sms, { messages: [answered('gone')], replyRoutes: [sms] }, now)).toContain('another way')
})
