import { cleanText } from '../conversations/clean-text.ts'

const mostLetters = 120

/**
 * A name that is one line, no path, and says nothing backwards: what turns the direction of writing hides an ending. A
 * long one keeps its ending.
 */
export function cleanFileName(given: string): string {
  const base = cleanText(given).split(/[/\\]/).at(-1) ?? ''
  const name = base
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^[. ]+/, '')
    .trim()
  const letters = [...name]
  if (letters.length <= mostLetters) return name || 'file'
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ''
  return letters.slice(0, mostLetters - ending.length).join('') + ending
}
