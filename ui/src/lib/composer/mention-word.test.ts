import { describe, expect, it } from 'vitest'
import type { Mentionable } from '../api/types.ts'
import { choicesOf, mentionWord, noteOf, ranked, untoldWords } from './mention-word.ts'

/** The caret stands where the | is. */
const wordAt = (marked: string) => mentionWord(marked.replace('|', ''), marked.indexOf('|'))

const one = (name: string, tells = 1, kind: Mentionable['kind'] = 'member'): Mentionable => ({
  id: `${kind} ${name} ${tells}`,
  name,
  kind,
  tells,
})
const found = (query: string, ...mentionable: Mentionable[]) =>
  ranked(choicesOf(mentionable), query).map(choice => choice.name)

describe('the name being typed', () => {
  it('begins with an @ at the beginning of a word and ends at the caret', () => {
    expect(wordAt('@|')).toEqual({ start: 0, query: '' })
    expect(wordAt('ask @Le|rato')).toEqual({ start: 4, query: 'Le' })
    expect(wordAt('(@thandi mok|')).toEqual({ start: 1, query: 'thandi mok' })
    expect(wordAt('שלום @לא|')).toEqual({ start: 5, query: 'לא' })
  })

  it('is none in an address, after a space, on another line, or far behind', () => {
    for (const text of ['|@', 'sizwe@isp|', '@ |', '@Lerato |', 'at 5 @ 6|', '@Le\nrato|', 'words|', '|'])
      expect(wordAt(text), text).toBeNull()
    expect(wordAt(`@${'x'.repeat(60)}|`)).toBeNull()
  })
})

describe('what it may become', () => {
  const desk = [one('Lerato'), one('Thandi Mokoena'), one('Zoë van Wyk'), one('Night desk', 3, 'team')]

  it('is everybody at first, by name', () => {
    expect(found('', ...desk)).toEqual(['Lerato', 'Night desk', 'Thandi Mokoena', 'Zoë van Wyk'])
  })

  it('is found by any word of the name, by initials, by letters in order, and without accents', () => {
    expect(found('mok', ...desk)).toEqual(['Thandi Mokoena'])
    expect(found('thandi mok', ...desk)).toEqual(['Thandi Mokoena'])
    expect(found('zoe', ...desk)).toEqual(['Zoë van Wyk'])
    expect(found('zvw', ...desk)).toEqual(['Zoë van Wyk'])
    expect(found('tmk', ...desk)).toEqual(['Thandi Mokoena'])
    expect(found('desk', ...desk)).toEqual(['Night desk'])
    expect(found('lerato please', ...desk)).toEqual([])
    expect(found('mok thandi', ...desk)).toEqual([])
  })

  it('puts the better fit first, and those who would not be told last', () => {
    expect(found('an', one('Hans'), one('Jan An'), one('Anna'), one('Andile', 0))).toEqual([
      'Anna',
      'Jan An',
      'Hans',
      'Andile',
    ])
  })

  it('holds two people of one name as one choice that tells both', () => {
    const [choice] = choicesOf([one('Sizwe'), { ...one('sizwe'), id: 'other' }, one('Sizwe', 0)])
    expect(choice).toMatchObject({ ids: ['member Sizwe 1', 'other'], tells: 2, called: 3 })
    expect(choice && noteOf(choice)).toBe('3 are called this')
  })

  it('says who would not be told', () => {
    const notes = choicesOf([one('A', 0), one('B', 0, 'team'), one('C'), one('D', 1, 'team')]).map(noteOf)
    expect(notes).toEqual(['does not see this inbox', 'nobody in it sees this inbox', '', '1 person'])
    expect(untoldWords([])).toBe('')
    expect(untoldWords(['Kagiso', 'Kagiso'])).toBe('Kagiso does not see this inbox and will not be told.')
    expect(untoldWords(['Kagiso', 'Field'])).toBe(
      'Kagiso and Field do not see this inbox and will not be told.',
    )
  })
})
