/** Who else looks at or writes in which conversation, from the words the socket brings. Pure. */
import { count, say } from '../words/say.ts'

export type PresenceWord = {
  conversationId: string
  member: { id: string; name: string }
  state: 'viewing' | 'replying' | 'noting' | 'gone'
  /** How long it holds without another word. */
  forMs: number
}
export type Here = { id: string; name: string; state: 'viewing' | 'replying' | 'noting'; until: number }
export type Whereabouts = Readonly<Record<string, readonly Here[]>>

export const nobody: readonly Here[] = []

const rank = { replying: 0, noting: 1, viewing: 2 } as const

export function withWord(all: Whereabouts, word: PresenceWord, now: number): Whereabouts {
  const { conversationId, member, state } = word
  const others = (all[conversationId] ?? nobody).filter(one => one.id !== member.id)
  if (state === 'gone') return withPeople(all, conversationId, others)
  return withPeople(all, conversationId, [...others, { ...member, state, until: now + word.forMs }])
}

/** Without those of whom no word came for too long; the same object when that is nobody. */
export function withoutSilent(all: Whereabouts, now: number): Whereabouts {
  let left = all
  for (const [id, people] of Object.entries(all)) {
    const still = people.filter(one => one.until > now)
    if (still.length < people.length) left = withPeople(left, id, still)
  }
  return left
}

/** The words that tell it all to somebody who heard none of them. */
export const wordsFor = (all: Whereabouts, now: number): PresenceWord[] =>
  Object.entries(all).flatMap(([conversationId, people]) =>
    people.map(({ until, state, id, name }) => ({
      conversationId,
      member: { id, name },
      state,
      forMs: until - now,
    })),
  )

function withPeople(all: Whereabouts, id: string, people: Here[]): Whereabouts {
  const { [id]: _, ...others } = all
  if (people.length === 0) return others
  // Whoever writes stands first; names keep the order from jumping about.
  const inOrder = people.sort((a, b) => rank[a.state] - rank[b.state] || a.name.localeCompare(b.name))
  return { ...others, [id]: inOrder }
}

/** What the busiest of them do, in words; empty when nobody is there. */
export function presenceWords(people: readonly Here[]): string {
  const [first] = people
  if (!first) return ''
  const { names, areSeveral } = named(people.filter(one => one.state === first.state))
  if (first.state === 'replying') return areSeveral ? say`${names} are replying…` : say`${names} is replying…`
  if (first.state === 'noting')
    return areSeveral ? say`${names} are writing a note…` : say`${names} is writing a note…`
  return areSeveral ? say`${names} are here too` : say`${names} is here too`
}

function named(people: readonly Here[]): { names: string; areSeveral: boolean } {
  const [first, second] = people.map(one => one.name)
  if (people.length > 2)
    return { names: say`${first} and ${count(people.length - 1, 'other')}`, areSeveral: true }
  return { names: second ? say`${first} and ${second}` : `${first}`, areSeveral: second !== undefined }
}
