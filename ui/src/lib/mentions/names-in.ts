/** Who is named in a text: what follows an @, compared with the names that are known. Pure. */

/** Known names in the order they are tried: the longest first, so that "Thandi Mokoena" is not taken for "Thandi". */
export type Names<T> = { folded: string; all: T[] }[]

/** Where `@Name` stands, the @ included. Several people of one name are all meant. */
export type Found<T> = { start: number; end: number; all: T[] }

/** Case and accents do not count. Letter by letter, so that a place in the folded text has one in the text. */
const foldLetter = (letter: string) =>
  letter
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')

export const fold = (text: string): string => Array.from(text, foldLetter).join('')

const ofWord = String.raw`[\p{L}\p{N}\p{M}_]`
const endsInWord = new RegExp(`${ofWord}$`, 'u')
const goesOn = new RegExp(`^${ofWord}`, 'u')

/** An @ inside a word is an address, not the beginning of a name. */
export const beginsName = (text: string, at: number): boolean =>
  text[at] === '@' && !endsInWord.test(text.slice(Math.max(0, at - 2), at))

export function namesOf<T extends { name: string }>(known: T[]): Names<T> {
  const byName = new Map<string, T[]>()
  for (const one of known) {
    const folded = fold(one.name.trim())
    if (folded) byName.set(folded, [...(byName.get(folded) ?? []), one])
  }
  return [...byName]
    .map(([folded, all]) => ({ folded, all }))
    .sort((a, b) => b.folded.length - a.folded.length)
}

/** In the order they stand. A name that goes on as another word is not that name. */
export function namesIn<T>(text: string, names: Names<T>): Found<T>[] {
  const found: Found<T>[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const last = found.at(-1)
    if ((last && at < last.end) || !beginsName(text, at)) continue
    const match = matchAt(text, at + 1, names)
    if (match) found.push({ start: at, ...match })
  }
  return found
}

function matchAt<T>(text: string, from: number, names: Names<T>): Omit<Found<T>, 'start'> | null {
  const { folded, ends } = foldedFrom(text, from, names[0]?.folded.length ?? 0)
  for (const name of names) {
    const end = ends[name.folded.length - 1]
    if (end === undefined || !folded.startsWith(name.folded)) continue
    if (!goesOn.test(text.slice(end, end + 2))) return { end, all: name.all }
  }
  return null
}

/** The next letters, folded; `ends` says for each where it ends in the text. */
function foldedFrom(text: string, from: number, most: number): { folded: string; ends: number[] } {
  let folded = ''
  const ends: number[] = []
  let end = from
  for (const letter of text.slice(from, from + 4 * most)) {
    const plain = foldLetter(letter)
    if (folded.length >= most && plain !== '') break
    end += letter.length
    // An accent written apart belongs to the letter before it.
    if (plain === '' && ends.length > 0) ends[ends.length - 1] = end
    for (let unit = 0; unit < plain.length; unit++) ends.push(end)
    folded += plain
  }
  return { folded, ends }
}
