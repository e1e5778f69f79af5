/** What a password must be: long, and not what anybody would try first. */
import { Refusal } from '../refusal.ts'
import { isCommon } from './guessed-first.ts'

export const shortestPassword = 10
export const longestPassword = 200

/** Why this person cannot have this password, in words that say what to do; null when they can. */
export function weaknessOf(password: string, person: { email: string; name: string }): string | null {
  if (password.length < shortestPassword) {
    return `Use at least ${shortestPassword} characters: a few words in a row are easy to remember.`
  }
  if (password.length > longestPassword) return `Use at most ${longestPassword} characters.`
  if (isCommon(password)) return 'This is one of the passwords that are tried first. Choose another.'
  if (isAboutPerson(password, person)) return 'This is made of your own name or address. Choose another.'
  return null
}

/** Throws "invalid" with the words of `weaknessOf`. */
export function refuseWeak(password: string, person: { email: string; name: string }): void {
  const words = weaknessOf(password, person)
  if (words) throw new Refusal('invalid', words, { errors: [{ pointer: '/password', detail: words }] })
}

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Their email, the part before the @, or their name, with at most a few characters beside it. */
function isAboutPerson(password: string, { email, name }: { email: string; name: string }): boolean {
  const given = letters(password)
  return [email, email.split('@')[0] ?? '', name]
    .map(letters)
    .filter(own => own.length >= 4)
    .some(own => given.includes(own) && given.length - own.length <= 4)
}
