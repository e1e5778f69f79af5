import { afterEach, describe, expect, test } from 'vitest'
import ar from './ar.json'
import de from './de.json'
import pt from './pt.json'
import { count, decimal, inSentence, inWords, listed, say, sayAs, speak, tenths } from './say.ts'

afterEach(() => speak('en', {}))

const tickets = (...numbers: number[]) => numbers.map(number => count(number, 'ticket'))

describe('in English', () => {
  test('words are what stands in the code', () => {
    expect(say`${'Thandi'} took this`).toBe('Thandi took this')
    expect(say`Today`).toBe('Today')
    expect(sayAs('do', 'Open')).toBe('Open')
    expect(inWords('{0} of {1}', [2, 3])).toBe('2 of 3')
  })

  test('one has a form of its own; all others share one', () => {
    expect(tickets(0, 1, 2, 1500)).toEqual(['0 tickets', '1 ticket', '2 tickets', '1500 tickets'])
    expect(count(1, 'person', 'people')).toBe('1 person')
    expect(count(3, 'one of # chat', 'one of # chats')).toBe('one of 3 chats')
  })

  test('lists and numbers are as they were', () => {
    expect(listed(['Thandi', 'Sipho', 'Lerato'])).toBe('Thandi, Sipho and Lerato')
    expect([decimal(1.5), decimal(2000), tenths(1)]).toEqual(['1.5', '2000', '1.0'])
    expect(inSentence('Services')).toBe('services')
  })
})

describe('in German', () => {
  test('values stand where German has them', () => {
    speak('de', de)
    expect(say`${'Thandi'} resolved this`).toBe('Thandi hat es erledigt')
    expect(inWords('Customer {0}', ['17'])).toBe('Kunde 17')
    expect(sayAs('do', 'Open')).toBe('Öffnen')
    expect(say`Open`).toBe('Offen')
  })

  test('is counted, listed and written as Germans do', () => {
    speak('de', de)
    expect(tickets(0, 1, 2)).toEqual(['0 Tickets', '1 Ticket', '2 Tickets'])
    expect(count(2, 'open conversation')).toBe('2 offene Gespräche')
    expect(listed(['Thandi', 'Sipho', 'Lerato'])).toBe('Thandi, Sipho und Lerato')
    expect([decimal(1.5), tenths(1), inSentence('Rechnungen')]).toEqual(['1,5', '1,0', 'Rechnungen'])
  })
})

describe('in Portuguese', () => {
  test('none and one share a form, and a million has its own', () => {
    speak('pt', pt)
    expect(tickets(0, 1, 2, 1_000_000)).toEqual(['0 chamado', '1 chamado', '2 chamados', '1000000 chamados'])
    expect(inSentence('Faturas')).toBe('faturas')
  })
})

describe('in Arabic', () => {
  test('has six forms, and digits as on every key', () => {
    speak('ar', ar)
    expect(tickets(0, 1, 2, 3, 10, 11, 99, 100, 102)).toEqual([
      'لا تذاكر',
      'تذكرة واحدة',
      'تذكرتان',
      '3 تذاكر',
      '10 تذاكر',
      '11 تذكرة',
      '99 تذكرة',
      '100 تذكرة',
      '102 تذكرة',
    ])
    expect(decimal(1.5)).toBe('1.5')
  })

  test('a value keeps to itself between words that run the other way', () => {
    speak('ar', ar)
    expect(say`Ticket ${'#12 (new)'} is open.`).toBe('التذكرة \u2068#12 (new)\u2069 مفتوحة.')
    speak('pt', pt)
    expect(say`Ticket ${'#12 (new)'} is open.`).toBe('O chamado #12 (new) está aberto.')
  })
})

describe('where words are missing', () => {
  test('English is better than nothing', () => {
    speak('de', {})
    expect(say`${'Thandi'} took this`).toBe('Thandi took this')
    expect(tickets(1, 2)).toEqual(['1 ticket', '2 tickets'])
    expect(sayAs('do', 'Open')).toBe('Open')
  })

  test('a form that is missing is the general one', () => {
    speak('ar', { '# ticket': { other: '# تذكرة' } })
    expect(tickets(2, 3)).toEqual(['2 تذكرة', '3 تذكرة'])
  })

  test('what a person wrote is never taken for a place of a value', () => {
    speak('de', { '{0} wrote {1}': '{1}, schrieb {0}' })
    expect(say`${'{1}'} wrote ${'{0}'}`).toBe('{0}, schrieb {1}')
  })
})
