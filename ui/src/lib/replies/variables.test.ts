import { expect, test } from 'vitest'
import type { CustomerCard, Panel } from '../api/types.ts'
import { fillIn, openIn, openWords, unknownIn, valuesFrom } from './variables.ts'

const customer = (id: string, more: Partial<CustomerCard> = {}) =>
  ({
    id,
    balance: { minor: 45000, currency: 'ZAR' },
    openInvoices: [{ dueOn: '2026-04-07' }, { dueOn: '2026-03-07' }],
    services: [{ plan: 'Fibre 50', status: 'active', lines: [{ login: 'fibre-1' }] }],
    ...more,
  }) as CustomerCard
const panel = (...customers: CustomerCard[]) => ({ customers }) as Panel
const row = (name: string, customerId: string | null = null) => ({
  contact: { id: 'c', name },
  customer: customerId === null ? null : { id: customerId, name: '' },
})
const from = (name: string, beside: Panel | undefined, customerId: string | null = null) =>
  valuesFrom({ row: row(name, customerId), panel: beside, agent: 'Aisha', locale: 'en-ZA' })

test('what is known is filled in, however it is spelt', () => {
  const text = fillIn('Hi {first name}, {Balance} by {due  date} for { plan }. {agent}', {
    ...from('Thandi Mokoena', panel(customer('1'))),
  })
  expect(text).toMatch(/^Hi Thandi, R\s?450[.,]00 by .*7.* for Fibre 50\. Aisha$/)
  expect(text).toContain('Mar')
})

test('what is not known stays, is found, and is said', () => {
  const text = fillIn('{name} owes {balance} on {login} {nonsense}', from('+27821230001', undefined))
  expect(text).toBe('{name} owes {balance} on {login} {nonsense}')
  expect(openIn(text).map(({ name, start }) => [name, start])).toEqual([
    ['name', 0],
    ['balance', 12],
    ['login', 25],
  ])
  expect(openWords(text)).toBe(
    'Fill in or remove {name}, {balance} and {login}: there is nothing on record to put there.',
  )
  expect(openWords('{nonsense}')).toBeNull()
  expect(unknownIn(text)).toEqual(['{nonsense}'])
})

test('of several customers or lines none is guessed', () => {
  const two = panel(customer('1'), customer('2', { balance: { minor: -2000, currency: 'ZAR' } }))
  expect(from('Thandi', two)).toMatchObject({ balance: null, plan: null, 'first name': 'Thandi' })
  expect(from('Thandi', two, '2').balance).toMatch(/20[.,]00 in credit$/)
  const services = ['a', 'b'].map(login => ({ plan: 'Fibre', status: 'active', lines: [{ login }] }))
  const lines = from('Thandi', panel(customer('1', { services: services as CustomerCard['services'] })))
  expect(lines).toMatchObject({ login: null, plan: 'Fibre' })
})

test('who may not see the balance has none to send', () => {
  expect(from('Thandi', panel(customer('1', { balance: null, openInvoices: [] })))).toMatchObject({
    balance: null,
    'due date': null,
  })
})
