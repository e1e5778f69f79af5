import { expect, test } from 'vitest'
import type { Line, LineEvent, Panel } from '../api/types.ts'
import { withLine } from './line-changes.ts'

const line: Line = {
  loginId: 'login',
  sessionId: null,
  login: 'sipho@isp',
  online: true,
  since: '2026-03-02T09:12:00.000Z',
  ip: '10.0.3.7',
  nas: 'tower-3',
  nasPort: 'pppoe-112',
  mac: null,
  uploadBytes: null,
  downloadBytes: null,
  updatedAt: '2026-03-02T09:12:00.000Z',
  lastStopCause: null,
  attempts: [],
  day: [],
}
const panel = {
  contact: { id: 'contact', name: 'Sipho Dlamini', identities: [] },
  customers: [{ id: 'customer', services: [{ id: 'service', lines: [line] }] }],
} as unknown as Panel
const down = (updatedAt: string, customerId = 'customer'): LineEvent => ({
  type: 'line.changed',
  customerId,
  line: { ...line, online: false, updatedAt, lastStopCause: 'Lost-Carrier' },
})
const shown = (of: Panel) => of.customers[0]?.services[0]?.lines[0]?.online

test('a line event turns the badge', () => {
  expect(shown(withLine(panel, down('2026-03-02T09:13:00.000Z')))).toBe(false)
})

test('an event older than what is shown changes nothing', () => {
  expect(withLine(panel, down('2026-03-02T09:11:00.000Z'))).toBe(panel)
})

test("another customer's line changes nothing", () => {
  expect(withLine(panel, down('2026-03-02T09:13:00.000Z', 'someone else'))).toBe(panel)
})
