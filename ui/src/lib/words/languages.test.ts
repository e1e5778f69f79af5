import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { language, languageFor, languages, localeFor } from './languages.ts'
import { calendarDate } from './time.ts'

test('the language somebody chose wins over the browser’s', () => {
  expect(languageFor('de', ['pt-BR', 'en'])).toBe('de')
  expect(languageFor('en', ['ar-EG'])).toBe('en')
})

test('without a choice it is the first of the browser’s that is spoken here', () => {
  expect(languageFor(null, ['fr-FR', 'pt-BR', 'de'])).toBe('pt')
  expect(languageFor(null, ['AR-eg'])).toBe('ar')
  expect(languageFor(null, ['fr', 'zu'])).toBe('en')
  expect(languageFor(null, [])).toBe('en')
})

test('where no page is there are English words', () => {
  expect(language()).toBe('en')
})

test('dates and money: in the words of the page, as written in the provider’s country', () => {
  expect(localeFor('en', 'en-ZA')).toBe('en-ZA')
  expect(localeFor('de', 'en-ZA')).toBe('de-ZA')
  expect(localeFor('pt', 'pt-BR')).toBe('pt-BR')
  expect(localeFor('en', 'pt-BR')).toBe('en-BR')
  expect(localeFor('de', 'en')).toBe('de')
  expect(calendarDate('2026-03-31', localeFor('de', 'en-ZA'))).toBe('31. März 2026')
  expect(calendarDate('2026-03-31', localeFor('pt', 'en-ZA'))).toContain('mar')
})

test('Arabic is written with the digits of keys and ticket numbers', () => {
  expect(localeFor('ar', 'en-ZA')).toBe('ar-ZA-u-nu-latn')
  expect(localeFor('ar', 'ar-EG')).toBe('ar-EG-u-nu-latn')
  expect(calendarDate('2026-03-31', localeFor('ar', 'ar-EG'))).toMatch(/31.+2026/)
})

test('the page chooses among the same ones before its first paint', () => {
  const page = readFileSync(new URL('../../app.html', import.meta.url), 'utf8')
  const listed = /\[([^\]]+)\]\.includes\(each\)/.exec(page)?.[1]?.match(/\w+/g)
  expect(listed).toEqual(languages.map(({ value }) => value))
})
