import { expect, test } from 'vitest'
import type { CustomerCard, Line } from '../api/types.ts'
import { lineBrief, moneyBrief } from './customer-brief.ts'

const service = (...online: boolean[]) =>
  ({ lines: online.map(each => ({ online: each }) as Line) }) as CustomerCard['services'][number]

test('one line that is down counts more than those that are up', () => {
  expect(lineBrief({ services: [service(true), service(true)] })).toEqual({
    state: 'online',
    words: 'Online',
  })
  expect(lineBrief({ services: [service(true), service(false)] })).toEqual({
    state: 'offline',
    words: '1 of 2 lines offline',
  })
  expect(lineBrief({ services: [service(false)] }).words).toBe('Offline')
  expect(lineBrief({ services: [service()] }).state).toBe('none')
  expect(lineBrief({ services: [] }).state).toBe('none')
})

test('money is said as people say it, and not at all to those who may not see it', () => {
  const owes = (minor: number) => moneyBrief({ balance: { minor, currency: 'ZAR' } }, 'en-GB')
  expect(owes(45_000)).toMatch(/^Owes ZAR.450\.00$/)
  expect(owes(-2_000)).toMatch(/^In credit ZAR.20\.00$/)
  expect(owes(0)).toBe('Nothing owed')
  expect(moneyBrief({ balance: null }, 'en-GB')).toBeNull()
})
