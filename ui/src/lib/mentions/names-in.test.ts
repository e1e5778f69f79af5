import { describe, expect, it } from 'vitest'
import { namesIn, namesOf } from './names-in.ts'

const people = (...names: string[]) => namesOf(names.map((name, index) => ({ name, id: `${index}` })))
const named = (text: string, ...names: string[]) =>
  namesIn(text, people(...names)).map(({ start, end }) => text.slice(start, end))

describe('names in a text', () => {
  it('takes the longest of names that begin alike', () => {
    const names = ['Thandi', 'Thandi Mokoena', 'Thandi Mo']
    expect(named('@Thandi Mokoena, and @Thandi please', ...names)).toEqual(['@Thandi Mokoena', '@Thandi'])
    expect(named('@Thandi Mokoenas', ...names)).toEqual(['@Thandi'])
    expect(named('@Thandi Mo!', ...names)).toEqual(['@Thandi Mo'])
  })

  it('ends a name at punctuation, a line or the end, and nowhere inside a word', () => {
    expect(named('@Lerato, (@Lerato) "@Lerato" @Lerato\n@Lerato', 'Lerato')).toHaveLength(5)
    expect(named('@Leratonia @Lerato2 @Lerato_x @Leratoë', 'Lerato')).toEqual([])
    expect(named("@Lerato's turn, @Lerato: look", 'Lerato')).toHaveLength(2)
  })

  it('finds no name in an address or behind a letter', () => {
    expect(named('mail sizwe@Lerato.example or x@Lerato, é@Lerato, 2@Lerato', 'Lerato')).toEqual([])
    expect(named('@@Lerato', 'Lerato')).toEqual(['@Lerato'])
  })

  it('reads names whatever their case and accents, written in one piece or apart', () => {
    expect(named('@ZOE van wyk and @zoe\u0308 Van Wyk.', 'Zoë van Wyk')).toHaveLength(2)
    expect(named('@Zoe\u0308!', 'Zoë')).toEqual(['@Zoe\u0308'])
    expect(named('@Zoë', 'Zoe\u0308')).toEqual(['@Zoë'])
    expect(named('@İpek', 'ipek')).toEqual(['@İpek'])
  })

  it('reads names of other scripts, also from right to left', () => {
    expect(named('שלום @לאה כהן, תודה', 'לאה', 'לאה כהן')).toEqual(['@לאה כהן'])
    expect(named('يا @محمد، انظر', 'محمد')).toEqual(['@محمد'])
    expect(named('\u2067@محمد\u2069', 'محمد')).toEqual(['@محمد'])
    expect(named('@रीता, @राता', 'रीता')).toEqual(['@रीता'])
    expect(named('@👩‍🔧 Team ok', '👩‍🔧 Team')).toEqual(['@👩‍🔧 Team'])
  })

  it('means everybody of that name, and a name within another only once', () => {
    expect(namesIn('@Sizwe', people('Sizwe', 'sizwe'))[0]?.all.map(one => one.id)).toEqual(['0', '1'])
    expect(named('@Desk @Desk', 'Desk', 'Desk @Desk')).toEqual(['@Desk @Desk'])
  })

  it('finds nothing where there is nothing', () => {
    expect(named('', 'Lerato')).toEqual([])
    expect(named('@ @', 'Lerato')).toEqual([])
    expect(named('@Lerato')).toEqual([])
    expect(named('@ x', ' ')).toEqual([])
  })
})
