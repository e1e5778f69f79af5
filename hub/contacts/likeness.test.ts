import { expect, it } from 'vitest'
import { likenessOf, type Side } from './likeness.ts'

const customer = (number: string, name: string, evidence = 'linked by Thandi') => ({
  id: number,
  number,
  name,
  evidence,
})
const side = (name: string, customers: Side['customers'] = []): Side => ({ name, addresses: [], customers })

it('an address on record on both sides says most', () => {
  const c = customer('C-1042', 'Thandi Mokoena', 'phone on record')
  const d = customer('C-1042', 'Thandi Mokoena', 'email on record')
  expect(likenessOf(side('Thandi', [c]), side('T. Mokoena', [d]), [])).toEqual({
    score: 60,
    reasons: ['both wrote from an address on record for C-1042'],
    warning: null,
  })
})

it('the same name is no more than a hint, and a first name less', () => {
  expect(likenessOf(side('Zoë Williams'), side('zoe  williams'), []).score).toBe(30)
  expect(likenessOf(side('Zoë'), side('Zoe'), []).score).toBe(10)
  expect(likenessOf(side('Zoë'), side('Mei'), []).score).toBe(0)
})

it('somebody called by their address has no name to compare', () => {
  const one = { ...side('kim@home.example'), addresses: ['kim@home.example'] }
  expect(likenessOf(one, side('kim@home.example'), []).score).toBe(0)
})

it('different customers halve what else there is, and are told', () => {
  const one = side('Sipho Dlamini', [customer('C-1', 'Sipho Dlamini')])
  const other = side('Sipho Dlamini', [customer('C-2', 'S Dlamini')])
  expect(likenessOf(one, other, ['C-2'])).toMatchObject({
    score: 30,
    warning: 'They speak for different customers: C-1 and C-2.',
  })
})

it('is never sure', () => {
  const c = customer('C-1042', 'Thandi Mokoena', 'phone on record')
  expect(likenessOf(side('Thandi Mokoena', [c]), side('Thandi Mokoena', [c]), ['C-1042']).score).toBe(95)
})
