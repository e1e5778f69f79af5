import { expect, it } from 'vitest'
import { limitsOf, textsOf, usedWords } from './limits.ts'

it('takes an empty field for no limit, and a nought for none allowed', () => {
  expect(limitsOf({ members: ' 15 ', inboxes: '', keys: '0', webhooks: '' })).toEqual({
    members: 15,
    keys: 0,
  })
})

it('shows limits as they were given', () => {
  const limits = { members: 15, keys: 0 }
  expect(limitsOf(textsOf(limits))).toEqual(limits)
})

it('says how much of a limit is used', () => {
  expect(usedWords(4, 15)).toBe('4 of 15')
  expect(usedWords(4, undefined)).toBe('4')
})
