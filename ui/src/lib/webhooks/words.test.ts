import { expect, test } from 'vitest'
import type { Webhook } from './calls.ts'
import { eventsWords, healthOf, nounOf } from './words.ts'

const webhook: Webhook = {
  id: '018f0000-0000-7000-8000-000000000001',
  name: 'Billing',
  url: 'https://billing.isp.example/hook',
  events: ['*'],
  enabled: true,
  createdAt: '2026-03-01T08:00:00Z',
  disabledAt: null,
  disabledReason: null,
  failingSince: null,
  lastDeliveredAt: null,
  waiting: 0,
  dead: 0,
}

test('a webhook is off before it is failing, and failing before it is working', () => {
  const told = { ...webhook, lastDeliveredAt: '2026-03-02T08:00:00Z' }
  expect(healthOf(webhook).words).toBe('Nothing told yet')
  expect(healthOf(told).words).toBe('Working')
  expect(healthOf({ ...told, failingSince: '2026-03-02T09:00:00Z' }).words).toBe('Failing')
  expect(healthOf({ ...told, failingSince: '2026-03-02T09:00:00Z', enabled: false }).words).toBe('Off')
})

test('events are counted, or all of them', () => {
  expect(eventsWords(['*'])).toBe('every event')
  expect(eventsWords(['invoice.issued'])).toBe('1 event')
  expect(nounOf('message.received')).toBe('Message')
})
