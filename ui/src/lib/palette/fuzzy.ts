/** Finds what somebody means by a few letters. Pure. */

/** Higher is better; `at` are the places of the letters found, for showing them. */
export type Match = { score: number; at: number[] }

const fold = (letter: string) => (letter.normalize('NFD')[0] ?? letter).toLowerCase()
const isWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter)

const score = { start: 100, word: 60, inside: 30, scattered: 12 }

/**
 * Every word of the query is looked for: at the start of the text, of a word, inside of one, or scattered over the
 * text from the start of a word on. Null when one is not there. Case and accents make no difference.
 */
export function match(query: string, text: string): Match | null {
  const letters = [...text].map(fold)
  const terms = query.split(/\s+/).filter(term => term !== '')
  const found = terms.map(term => place([...term].map(fold), letters))
  if (found.some(each => each === null)) return null
  const sum = found.reduce((total, each) => total + (each?.score ?? 0), 0)
  return {
    // Of two that fit alike the shorter is meant.
    score: sum - letters.length / 10,
    at: [...new Set(found.flatMap(each => each?.at ?? []))].sort((a, b) => a - b),
  }
}

function place(term: string[], text: string[]): Match | null {
  const starts = text.flatMap((_, at) => (term.every((letter, n) => text[at + n] === letter) ? [at] : []))
  const beginning = starts.find(at => beginsWord(text, at))
  const at = beginning ?? starts[0]
  if (at === undefined) return scattered(term, text)
  const worth = at === 0 ? score.start : beginning === undefined ? score.inside : score.word
  return { score: worth, at: term.map((_, n) => at + n) }
}

/** Its letters in their order: the first begins a word, and each next one begins a word or follows in the same one. */
function scattered(term: string[], text: string[]): Match | null {
  for (let start = 0; start < text.length; start++) {
    if (!beginsWord(text, start) || text[start] !== term[0]) continue
    const at = follow(term, text, start)
    if (at) return { score: score.scattered - (at.at(-1) ?? 0) / 10, at }
  }
  return null
}

function follow(term: string[], text: string[], start: number): number[] | null {
  const at = [start]
  for (const letter of term.slice(1)) {
    const last = at.at(-1) ?? start
    const next = text.findIndex((each, n) => n > last && each === letter)
    if (next === -1) return null
    const atWord = text.findIndex((each, n) => n > last && each === letter && beginsWord(text, n))
    at.push(atWord === -1 ? next : atWord)
  }
  return at
}

const beginsWord = (text: string[], at: number) => isWord(text[at]) && !isWord(text[at - 1])

/** Those that fit, the best first; those that fit alike keep their order. */
export function best<Item>(
  query: string,
  items: Item[],
  textOf: (item: Item) => string,
): { item: Item; at: number[] }[] {
  return items
    .flatMap(item => {
      const found = match(query, textOf(item))
      return found ? [{ item, ...found }] : []
    })
    .sort((one, other) => other.score - one.score)
    .map(({ item, at }) => ({ item, at }))
}
