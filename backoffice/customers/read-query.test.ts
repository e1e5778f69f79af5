import { describe, expect, it } from 'vitest'
import { countryOf, readPhone } from './phone.ts'
import { readQuery } from './read-query.ts'

describe('a phone number', () => {
  it.each([
    '+27821230001',
    '+27 82 123 0001',
    '+27 (0)82 123 0001',
    '0821230001',
    '(082) 123-0001',
    '0027 82 123 0001',
    '27821230001',
    'tel:+27821230001',
  ])('%j is one and the same in South Africa', text => {
    expect(readPhone(text, 'ZA')).toBe('+27821230001')
  })
  it('without country code means nothing where no country is known', () => {
    expect(readPhone('0821230001', undefined)).toBeNull()
    expect(readPhone('+27821230001', undefined)).toBe('+27821230001')
  })
  it.each(['Thandi', '12', '', 'C-1001', '+'])('%j is none', text => {
    expect(readPhone(text, 'ZA')).toBeNull()
  })
})

describe('the country of a locale', () => {
  it.each([
    ['en-ZA', 'ZA'],
    ['pt_BR', 'BR'],
    ['zh-Hant-TW', 'TW'],
    ['en', undefined],
    ['en-XX', undefined],
    ['', undefined],
  ])('%j is %s', (locale, country) => {
    expect(countryOf(locale)).toBe(country)
  })
})

describe('a search text', () => {
  it('of nothing but blanks looks for nothing', () => {
    expect(readQuery('  \t', 'ZA')).toBeNull()
    expect(readQuery('\0', 'ZA')).toBeNull()
  })
  it('takes wildcards as the characters they are', () => {
    expect(readQuery('50%_\\', 'ZA')).toMatchObject({
      nameParts: ['%50\\%\\_\\\\%'],
      beginning: '50\\%\\_\\\\%',
    })
  })
  it('with spaces must match the name part by part', () => {
    expect(readQuery('Van  ROO', 'ZA')?.nameParts).toEqual(['%van%', '%roo%'])
  })
  it.each([
    ['230001', '%230001'],
    ['082 123 0001', '%821230001'],
    ['00 27 82 123', '%2782123'],
    ['001', null],
    ['Block 1234', null],
  ])('%j looks for phones ending in %s', (text, phoneEnd) => {
    expect(readQuery(text, 'ZA')?.phoneEnd).toBe(phoneEnd)
  })
  it('is cut where nobody would go on typing', () => {
    expect(readQuery('x'.repeat(100_000), 'ZA')?.exact).toHaveLength(200)
    expect(readQuery('a '.repeat(90), 'ZA')?.nameParts).toHaveLength(8)
  })
})
