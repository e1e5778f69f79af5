import { expect, test } from 'vitest'
import { directionOf } from './direction.ts'

test('Arabic, Hebrew, Persian and Urdu read from the right, also with a country', () => {
  for (const language of ['ar', 'ar-EG', 'he', 'fa-IR', 'ur', 'AR']) expect(directionOf(language)).toBe('rtl')
})

test('all others read from the left, and so does one of those in Latin letters', () => {
  for (const language of ['en', 'en-ZA', 'zu', 'ru', '', 'ku-Latn']) expect(directionOf(language)).toBe('ltr')
})
