/** The name being typed after an @, and which colleagues and teams it may become. Pure. */
import type { Mentionable } from '../api/types.ts'
import { beginsName, fold } from '../mentions/names-in.ts'
import { count, listed, say } from '../words/say.ts'
import { rankOf } from './rank-of.ts'
import type { TypedWord } from './word-picker.svelte.ts'

/** What one name stands for. Two people of one name are one choice: the text could not tell them apart. */
export type MentionChoice = {
  name: string
  kind: Mentionable['kind']
  /** Of those who would be told. */
  ids: string[]
  /** How many people that is. */
  tells: number
  /** How many colleagues and teams are called this. */
  called: number
}

const longestQuery = 60
export const mostShown = 50

/** The nearest @ before the caret, when what follows may still become a name. */
export function mentionWord(text: string, caret: number): TypedWord | null {
  const start = text.lastIndexOf('@', caret - 1)
  if (caret === 0 || start === -1 || caret - start > longestQuery || !beginsName(text, start)) return null
  const query = text.slice(start + 1, caret)
  return /^\s|\s$|\n/.test(query) ? null : { start, query }
}

export function choicesOf(mentionable: Mentionable[]): MentionChoice[] {
  const byName = new Map<string, MentionChoice>()
  for (const { id, name, kind, tells } of mentionable) {
    const one = byName.get(fold(name)) ?? { name, kind, ids: [], tells: 0, called: 0 }
    const ids = tells > 0 ? [...one.ids, id] : one.ids
    byName.set(fold(name), { ...one, ids, tells: one.tells + tells, called: one.called + 1 })
  }
  return [...byName.values()]
}

/** Best first; those nobody of whom would be told come last. */
export function ranked(choices: MentionChoice[], query: string): MentionChoice[] {
  const wanted = fold(query)
  return choices
    .map(choice => ({ choice, rank: rankOf(fold(choice.name), wanted) }))
    .filter(({ rank }) => rank !== null)
    .sort(
      (a, b) =>
        Number(a.choice.tells === 0) - Number(b.choice.tells === 0) ||
        (a.rank ?? 0) - (b.rank ?? 0) ||
        a.choice.name.localeCompare(b.choice.name),
    )
    .slice(0, mostShown)
    .map(({ choice }) => choice)
}

/** A few words beside a name. */
export function noteOf({ kind, tells, called }: MentionChoice): string {
  if (tells === 0) return kind === 'team' ? say`nobody in it sees this inbox` : say`does not see this inbox`
  if (called > 1) return count(called, 'is called this', 'are called this')
  if (kind === 'member') return ''
  return count(tells, 'person', 'people')
}

/** Said before sending, of names in the text that tell nobody; empty when there are none. */
export function untoldWords(names: string[]): string {
  if (names.length === 0) return ''
  const list = listed([...new Set(names)])
  return new Set(names).size === 1
    ? say`${list} does not see this inbox and will not be told.`
    : say`${list} do not see this inbox and will not be told.`
}
