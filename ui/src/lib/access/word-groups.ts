/** Permission words as people read them: by what they are about. */

export type WordGroup<Word> = { label: string; words: Word[] }

const groups: { label: string; prefixes: string[] }[] = [
  { label: 'Conversations', prefixes: ['conversations'] },
  { label: 'Customers', prefixes: ['customers', 'contacts', 'tickets', 'self'] },
  { label: 'What they see of a customer', prefixes: ['fields'] },
  { label: 'People', prefixes: ['members', 'teams', 'roles', 'owners'] },
]
const rest = 'Settings'

/** Every word is in exactly one group, in the order it came; groups without words are left out. */
export function groupWords<Word extends { word: string }>(words: readonly Word[]): WordGroup<Word>[] {
  const labelOf = ({ word }: Word) =>
    groups.find(group => group.prefixes.includes(word.split('.')[0] ?? ''))?.label ?? rest
  return [...groups.map(group => group.label), rest]
    .map(label => ({ label, words: words.filter(word => labelOf(word) === label) }))
    .filter(group => group.words.length > 0)
}
