/** The emoji being named after a : in the box. Pure. */
import type { TypedWord } from '../composer/word-picker.svelte.ts'

export type Emoji = { emoji: string; annotation: string; shortcodes: string[]; tags: string[]; order: number }

const fewestLetters = 2
const mostShown = 8

/** The nearest : before the caret that begins a word of two letters or more: "12:30" and ":)" name nothing. */
export function emojiWord(text: string, caret: number): TypedWord | null {
  const found = /(?<![\p{L}\p{N}:/])(:)([a-z0-9_+-]{2,30})$/iu.exec(text.slice(0, caret))
  const query = found?.[2] ?? ''
  return query.length < fewestLetters ? null : { start: caret - query.length - 1, query: query.toLowerCase() }
}

/** By their names first, then by what they stand for. */
export function rankedEmoji(all: Emoji[], query: string): Emoji[] {
  const ranked = all.flatMap(one => {
    const rank = rankIn(one, query)
    return rank === null ? [] : [{ one, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank || a.one.order - b.one.order)
    .slice(0, mostShown)
    .map(({ one }) => one)
}

function rankIn({ shortcodes, tags }: Emoji, query: string): number | null {
  if (shortcodes.includes(query)) return 0
  if (shortcodes.some(code => code.startsWith(query))) return 1
  if (tags.some(tag => tag.startsWith(query))) return 2
  return shortcodes.some(code => code.includes(query)) ? 3 : null
}

/** The name beside it: the one that was typed, where it has several. */
export const codeOf = ({ shortcodes, annotation }: Emoji, query: string): string =>
  `:${shortcodes.find(code => code.startsWith(query)) ?? shortcodes[0] ?? annotation}:`
