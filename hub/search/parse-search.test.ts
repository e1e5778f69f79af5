import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIdentifiers } from './identifiers.ts'
import { isFiltered, parseSearch } from './parse-search.ts'

describe('a search text', () => {
  it('is words, phrases and operators', () => {
    const search = parseSearch('router "no light" channel:SMS label:"needs visit" is:open rou')
    expect(search).toMatchObject({
      terms: ['router', 'no light', 'rou'],
      lastIsBeginning: true,
      problems: [],
    })
    expect(search.filters).toMatchObject({ channel: ['sms'], label: ['needs visit'], is: ['open'] })
    expect(search.plain).toBe('router no light rou')
  })
  it('ending in a phrase or an operator leaves no word to go on', () => {
    expect(parseSearch('a "router li"').lastIsBeginning).toBe(false)
    expect(parseSearch('router is:open').lastIsBeginning).toBe(false)
  })
  it.each([
    ['node:7', 'There is no “node:”'],
    ['is:sleepy', 'is: knows open'],
    ['before:yesterday', 'before: needs a day'],
    ['after:2026-02-30', 'after: needs a day'],
    ['has:wings', 'has: knows file'],
    ['from:', 'from: needs a value'],
    ['constructor:x', 'There is no “constructor:”'],
  ])('%s is answered in words', (text, words) => {
    expect(parseSearch(text).problems.join()).toContain(words)
    expect(isFiltered(parseSearch(text).filters)).toBe(false)
  })
  it.each(['https://isp.example/a', 'AA:BB:CC:DD:EE:01', 'fe80::1', 'dead:beef::1', '10:30'])(
    '%s is no operator',
    text => {
      expect(parseSearch(text)).toMatchObject({ terms: [text], problems: [] })
    },
  )
  it('of any kind gives a query or says what is wrong, and never throws', () => {
    const words = fc.constantFrom(
      'is:',
      'from:"',
      '"',
      ':',
      'before:2026-13-01',
      'has:file',
      'x',
      '\0',
      '\ud800',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map(list => list.join(' ')),
    )
    fc.assert(
      fc.property(texts, text => {
        const search = parseSearch(text)
        expect(search.terms.length).toBeLessThanOrEqual(12)
        expect(search.terms.every(term => term.trim() !== '' && !term.includes('\0'))).toBe(true)
        expect(search.plain).not.toMatch(/\p{Surrogate}/u)
        const usable = search.terms.length > 0 || isFiltered(search.filters) || search.problems.length > 0
        expect(usable || !/[^\s"\0\p{Surrogate}]/u.test(text.slice(0, 200))).toBe(true)
        readIdentifiers(search.plain)
      }),
      { numRuns: 500 },
    )
  })
})

describe('an identifier', () => {
  it.each(['AA:BB:CC:DD:EE:01', 'aa-bb-cc-dd-ee-01', 'aabb.ccdd.ee01', 'AABBCCDDEE01', 'aa bb cc dd ee 01'])(
    '%s is one device address',
    text => {
      expect(readIdentifiers(text).macs).toContain('aa:bb:cc:dd:ee:01')
      expect(readIdentifiers(text).macs).toContain('AA-BB-CC-DD-EE-01')
    },
  )
  it('IPv6 is read in every spelling, with the prefixes around it', () => {
    const read = readIdentifiers('2001:0DB8:0:00aa::1')
    expect(read.ip).toBe('2001:db8:0:aa::1')
    expect(read.prefixes).toEqual(expect.arrayContaining(['2001:db8::/48', '2001:db8:0:aa::/64']))
    expect(readIdentifiers('2001:db8:0:aa::/64').prefixes).toContain('2001:db8:0:aa::/64')
  })
  it.each([
    ['#12', { ticket: 12 }],
    ['12', { ticket: 12 }],
    ['10.20.0.7', { ip: '10.20.0.7', prefixes: [] }],
    ['Thandi@Home.example', { email: 'thandi@home.example' }],
    ['999.1.1.1', { ip: null }],
    ['two words', { codes: [], email: null, macs: [], ticket: null }],
  ])('%s is read as %j', (text, read) => {
    expect(readIdentifiers(text)).toMatchObject(read)
  })
})
