/** The ready-made answer being looked for after a / in the box. Pure. */
import type { CannedReply } from '../api/types.ts'
import { rankOf } from '../composer/rank-of.ts'
import type { TypedWord } from '../composer/word-picker.svelte.ts'
import { fold } from '../mentions/names-in.ts'

const longestQuery = 40
const mostShown = 30

/** The nearest / before the caret that begins a word: "24/7" and "and/or" are words of their own. */
export function slashWord(text: string, caret: number): TypedWord | null {
  const start = text.lastIndexOf('/', caret - 1)
  if (caret === 0 || start === -1 || caret - start > longestQuery) return null
  if (start > 0 && !/\s/.test(text[start - 1] ?? '')) return null
  const query = text.slice(start + 1, caret)
  return /^\s|\n| {2}|\/$/.test(query) ? null : { start, query }
}

/** Those that fit, best first: by title, then by what they say; of equals the one used most. */
export function rankedReplies(replies: CannedReply[], query: string): CannedReply[] {
  const wanted = fold(query.trim())
  return replies
    .map(reply => ({ reply, rank: rankIn(reply, wanted) }))
    .filter(({ rank }) => rank !== null)
    .sort(
      (a, b) =>
        (a.rank ?? 0) - (b.rank ?? 0) ||
        b.reply.uses - a.reply.uses ||
        a.reply.title.localeCompare(b.reply.title),
    )
    .slice(0, mostShown)
    .map(({ reply }) => reply)
}

function rankIn({ title, text }: CannedReply, wanted: string): number | null {
  const byTitle = rankOf(fold(title), wanted)
  // Letters far apart in a title say less than words that stand in the answer.
  if (byTitle !== null && byTitle < 4) return byTitle
  const words = wanted.split(/\s+/)
  const body = fold(text)
  if (words.every(word => body.includes(word))) return 4
  return byTitle === null ? null : 5
}
