/** What somebody wrote into a field of the tenant's own, as its value, or why it is none. The server decides; this helps. Pure. */
import type { CustomField } from '../desk/calls.ts'
import { say } from '../words/say.ts'
import { calendarDate } from '../words/time.ts'

export type FieldValue = string | number | boolean
type Field = Pick<CustomField, 'title' | 'kind'>

const longestText = 500
/** Beyond them digits would be lost without a word. */
const mostDigits = 15
/** A year that is still being typed: 0002, 0020, 0202. */
const firstYear = 1000

/** `isBroken`: the browser holds something in the box that is no value, such as half a date. */
export function readField(
  { title, kind }: Field,
  typed: string,
  isBroken = false,
): { value: FieldValue | null } | { why: string } {
  const text = typed.trim()
  if (isBroken)
    return { why: kind === 'date' ? say`${title} takes a whole day.` : say`${title} takes a number.` }
  if (text === '') return { value: null }
  if (kind === 'number') return readNumber(title, text.replaceAll(/\s/g, ''))
  if (kind === 'date' && Number(text.slice(0, text.indexOf('-'))) < firstYear) {
    return { why: say`${title} takes a whole day.` }
  }
  if (kind === 'text' && text.length > longestText) {
    return { why: say`${title} takes text of at most ${longestText} characters.` }
  }
  return { value: text }
}

function readNumber(title: string, text: string): { value: number } | { why: string } {
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) return { why: say`${title} takes a number, such as 12 or 12.5.` }
  if (text.replaceAll(/\D/g, '').replace(/^0+/, '').length > mostDigits) {
    return { why: say`${title} takes a number of at most ${mostDigits} digits.` }
  }
  return { value: Number(text) }
}

/** As it stands in the box while nobody types. */
export const textOf = (value: FieldValue | null): string => (value === null ? '' : String(value))

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** As it is read. */
export function valueWords(value: unknown, kind: CustomField['kind'] | undefined, locale: string): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (kind === 'date' && typeof value === 'string' && isDay(value)) return calendarDate(value, locale)
  return String(value)
}
