import { expect, test } from 'vitest'
import { home, nextOf, refusalOf } from './where-next.ts'

const at = (search: string) => new URLSearchParams(search)

test('a page of this site is gone to, any other address leads home', () => {
  expect(nextOf(at('next=%2Fsettings%2Fkeys'))).toBe('/settings/keys')
  for (const elsewhere of [
    '',
    'next=https%3A%2F%2Fx.example',
    'next=%2F%2Fx.example',
    'next=%2F%5Cx.example',
    'next=javascript%3A1',
  ]) {
    expect(nextOf(at(elsewhere))).toBe(home)
  }
})

test('a refusal is said in words, also one nobody foresaw', () => {
  expect(refusalOf(at(''))).toBeNull()
  expect(refusalOf(at('error=email_not_verified'))).toMatch(/confirmed/)
  expect(refusalOf(at('error=%3Cscript%3E'))).toMatch(/did not work/)
})
