/** What a search text may mean. Pure. */
import type { CountryCode } from 'libphonenumber-js'
import { readPhone } from './phone.ts'

export type CustomerQuery = {
  /** The whole text, lower case: number, email or login, compared for equality. */
  exact: string
  /** The text as a phone number in E.164. */
  phone: string | null
  /** LIKE patterns that must all match the name. */
  nameParts: string[]
  /** LIKE pattern of a beginning of number, email or login. */
  beginning: string
  /** LIKE pattern of a phone number's last digits; null when there are too few digits to mean anything. */
  phoneEnd: string | null
}

const fewestDigits = 4
const mostParts = 8

/** Null when there is nothing to look for. Wildcards in the text stand for themselves. */
export function readQuery(text: string, country: CountryCode | undefined): CustomerQuery | null {
  // PostgreSQL text holds no NUL; anything beyond 200 characters is not something one looks for.
  const clean = text.slice(0, 200).replaceAll('\0', ' ').trim().toLowerCase()
  if (clean === '') return null
  return {
    exact: clean,
    phone: readPhone(clean, country),
    nameParts: clean
      .split(/\s+/)
      .slice(0, mostParts)
      .map(part => `%${literal(part)}%`),
    beginning: `${literal(clean)}%`,
    phoneEnd: phoneEnd(clean),
  }
}

/** Trunk and international prefixes are zeros in front, which E.164 does not have. */
function phoneEnd(text: string): string | null {
  if (!/^[\d\s()+./-]+$/.test(text)) return null
  const digits = text.replace(/\D/g, '').replace(/^0+/, '')
  return digits.length >= fewestDigits ? `%${digits}` : null
}

const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')
