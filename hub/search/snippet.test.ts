import fc from 'fast-check'
import { expect, it } from 'vitest'
import { snippetOf } from './snippet.ts'

const shown = (text: string, words: string[], beginning: string | null = null) =>
  snippetOf(text, words, beginning)
    .map(part => (part.hit ? `[${part.text}]` : part.text))
    .join('')

it.each([
  ['The Router is down', ['router'], null, 'The [Router] is down'],
  ['Crème brûlée', ['creme'], 'bru', '[Crème] [brûlée]'],
  ['今日は雨です', ['雨'], null, '今日は[雨]です'],
  ['wi-fi <b>gone</b>', ['fi', 'gone'], null, 'wi-[fi] <b>[gone]</b>'],
  ['routers', ['router'], null, 'routers'],
  ['', ['x'], null, ''],
])('in %j the words %j are found', (text, words, beginning, answer) => {
  expect(shown(text, words, beginning)).toBe(answer)
})

it('of a long message the part around the first hit is shown', () => {
  const text = `${'before '.repeat(100)}router${' after'.repeat(100)}`
  expect(shown(text, ['router'])).toMatch(/^… (before )+\[router\]( after?)+.* …$/)
})

it('never holds what the text does not', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.array(fc.string()), (text, words) => {
      const clean = text.replace(/\s+/g, ' ')
      for (const part of snippetOf(text, words, 'a')) {
        expect(clean.includes(part.text) || /^(… | …)$/.test(part.text)).toBe(true)
      }
    }),
  )
})
