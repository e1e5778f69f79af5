import { expect, it } from 'vitest'
import { refuseWeak, weaknessOf } from './password-rules.ts'

const person = { email: 'thandi.nkosi@isp.example', name: 'Thandi Nkosi' }

it.each([
  ['', 'at least 10'],
  ['nine char', 'at least 10'],
  ['x'.repeat(201), 'at most 200'],
  ['password123', 'tried first'],
  ['P@ssw0rd2026!', 'tried first'],
  ['Welcome2026', 'tried first'],
  ['1234567890', 'tried first'],
  ['987654321098', 'tried first'],
  ['aaaaaaaaaaaa', 'tried first'],
  ['abcabcabcabc', 'tried first'],
  ['Qwertyuiop1', 'tried first'],
  ['thandi.nkosi', 'own name'],
  ['ThandiNkosi1!', 'own name'],
  ['thandi.nkosi@isp.example', 'own name'],
])('refuses %j', (password, words) => {
  expect(weaknessOf(password, person)).toContain(words)
  expect(() => refuseWeak(password, person)).toThrow(words)
})

it.each([
  'four brown hens sing',
  'Kx7-pelican-drift',
  'a password for tests',
  'thandi rides a green bicycle',
])('takes %j', password => {
  expect(weaknessOf(password, person)).toBeNull()
  expect(() => refuseWeak(password, person)).not.toThrow()
})
