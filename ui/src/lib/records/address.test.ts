import { expect, it } from 'vitest'
import { changedAddress, nextSort, readAddress, saidOf } from './address.ts'

const at = (path: string) => new URL(path, 'http://localhost')

it('reads what the address says, and nothing for the rest', () => {
  expect(readAddress(at('/customers?q=%20amara%20&x=1').searchParams, ['q', 'status'])).toEqual({
    q: 'amara',
    status: '',
  })
})

it('changes some of an address and keeps the rest', () => {
  const url = at('/customers?q=amara&open=1')
  expect(changedAddress(url, { status: 'active' })).toBe('/customers?q=amara&open=1&status=active')
  expect(changedAddress(url, { q: '', open: null })).toBe('/customers')
})

it('says only what is said', () => {
  expect(saidOf({ q: '', status: 'active' })).toEqual({ status: 'active' })
})

it('turns an order round, then lets it go', () => {
  expect(nextSort('', 'balance', 'down')).toBe('-balance')
  expect(nextSort('-balance', 'balance', 'down')).toBe('balance')
  expect(nextSort('balance', 'balance', 'down')).toBe('')
  expect(nextSort('-balance', 'name', 'up')).toBe('name')
})
