import { expect, test } from 'vitest'
import { keyOfTitle } from './key-of-title.ts'

test('a key is the title in small letters and dashes', () => {
  expect(keyOfTitle('Visit on', [])).toBe('visit-on')
  expect(keyOfTitle('  Straße / Größe!  ', [])).toBe('stra-e-gro-e')
  expect(keyOfTitle('Numéro de série', [])).toBe('numero-de-serie')
})

test('it begins with a letter, also where the title does not, and is never empty', () => {
  expect(keyOfTitle('2nd line', [])).toBe('field-2nd-line')
  expect(keyOfTitle('Район', [])).toBe('field')
  expect(keyOfTitle('', [])).toBe('')
})

test('it is as the server takes it, however long the title, and none that is there already', () => {
  const allowed = /^[a-z][a-z0-9-]{0,39}$/
  const long = `${'a'.repeat(39)} b`
  for (const title of [long, '9'.repeat(60), 'a-'.repeat(30)]) expect(keyOfTitle(title, [])).toMatch(allowed)
  expect(keyOfTitle('Site', ['site', 'site-2'])).toBe('site-3')
  expect(keyOfTitle('a'.repeat(60), ['a'.repeat(40)])).toMatch(allowed)
})
