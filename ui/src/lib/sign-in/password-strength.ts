/** What a person is told while they choose a password. The server decides; this only says it before it bites. Pure. */

/** As the server has it. */
export const shortest = 10
export const longest = 200

export type Strength = { score: 0 | 1 | 2 | 3; words: string }

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** How many characters are worth counting: one that repeats or follows the one before says little. */
function telling(password: string): number {
  const text = password.toLowerCase()
  return [...text].filter((one, at) => {
    const last = text[at - 1]
    if (last === undefined) return true
    return one !== last && !rows.some(row => row.includes(last + one))
  }).length
}

const kindsOf = (password: string): number =>
  [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter(kind => kind.test(password)).length

/** `about`: the person's email and name, which make poor passwords. */
export function strengthOf(password: string, about: string[] = []): Strength {
  const missing = shortest - password.length
  if (missing > 0) return { score: 0, words: `${missing} more ${missing === 1 ? 'character' : 'characters'}` }
  if (password.length > longest) return { score: 0, words: `At most ${longest} characters` }
  if (isAbout(password, about)) return { score: 0, words: 'Too close to your email or name' }
  const points = telling(password) + kindsOf(password) * 2
  if (points < 14) return { score: 1, words: 'Easy to guess: make it longer, or less regular' }
  if (points < 20) return { score: 2, words: 'Good' }
  return { score: 3, words: 'Strong' }
}

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Their email, the part before the @, or their name, with at most a few characters beside it: as the server sees it. */
function isAbout(password: string, about: string[]): boolean {
  const given = letters(password)
  return about
    .flatMap(each => [each, each.split('@')[0] ?? ''])
    .map(letters)
    .some(own => own.length >= 4 && given.includes(own) && given.length - own.length <= 4)
}
