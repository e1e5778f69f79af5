import { expect, it } from 'vitest'
import type { CustomerCard } from '../api/types.ts'
import { alertsOf } from './alerts.ts'

type Part = Pick<CustomerCard, 'services' | 'openInvoices'>
const service = (status: string, online: boolean[], reason: string | null = null) =>
  ({
    plan: 'Fibre 50',
    status,
    suspendedReason: reason,
    lines: online.map(each => ({ online: each })),
  }) as Part['services'][number]
const invoice = (minor: number, overdue: boolean) =>
  ({ open: { minor, currency: 'ZAR' }, overdue }) as Part['openInvoices'][number]
const words = (part: Part) => alertsOf(part, 'en-ZA').map(alert => alert.words.replace(/\s/g, ' '))

it('a customer with whom all is well raises none', () => {
  expect(words({ services: [service('active', [true])], openInvoices: [invoice(100, false)] })).toEqual([])
})

it('says what is overdue, suspended and down', () => {
  const part = {
    services: [service('active', [true, false]), service('suspended', [false], 'unpaid')],
    openInvoices: [invoice(20_000, true), invoice(26_900, true), invoice(100, false)],
  }
  expect(words(part)).toEqual([
    'R 469,00 overdue on 2 invoices',
    'Fibre 50 is suspended: unpaid',
    '1 of 2 lines offline',
  ])
})

it('the line of a suspended service is down for a reason that is said already', () => {
  expect(words({ services: [service('suspended', [false])], openInvoices: [] })).toEqual([
    'Fibre 50 is suspended',
  ])
})
