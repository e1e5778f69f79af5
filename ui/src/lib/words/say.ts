/**
 * Words in the reader's language. English is what stands in the code; what a language has no words for stays English.
 * The language is settled before anything is drawn (hooks.client.ts) and changes only with a new page.
 */

/** English to theirs; what is counted has a form for each that the language knows. */
export type Catalogue = Record<string, string | Partial<Record<Intl.LDMLPluralRule, string>>>

let catalogue: Catalogue = {}
let spoken = 'en'
let isRightToLeft = false
let plurals: Intl.PluralRules
let numbers: Intl.NumberFormat
let oneDigit: Intl.NumberFormat
let lists: Intl.ListFormat

export function speak(language: string, words: Catalogue): void {
  catalogue = words
  spoken = language
  isRightToLeft = language === 'ar'
  plurals = new Intl.PluralRules(language)
  // Digits as on every key and in every ticket number.
  const locale = `${language}-u-nu-latn`
  numbers = new Intl.NumberFormat(locale, { useGrouping: false })
  oneDigit = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  lists = new Intl.ListFormat(language === 'en' ? 'en-GB' : language)
}
speak('en', {})

/** Between Arabic words a value keeps to itself, so that "12 GB" and "C-1001" stay as they are read. */
const apart = (value: string) => (isRightToLeft && value ? `\u2068${value}\u2069` : value)

const filled = (words: string, values: readonly unknown[]) =>
  words.replace(/\{(\d)\}/g, (_, at: string) => apart(String(values[Number(at)] ?? '')))

/** What the markup of components is built to (ui/words-in.ts). */
export function inWords(english: string, values: readonly unknown[] = []): string {
  const theirs = catalogue[english]
  const words = typeof theirs === 'string' ? theirs : english
  return values.length === 0 ? words : filled(words, values)
}

/** Marks words in scripts: say`${name} took this`. */
export const say = (english: TemplateStringsArray, ...values: unknown[]): string =>
  inWords(
    english.reduce((text, part, at) => `${text}{${at - 1}}${part}`),
    values,
  )

/** English that means two things has its sense beside it: sayAs('verb', 'Open'). */
export function sayAs(sense: string, english: string): string {
  const theirs = catalogue[`${english} (${sense})`]
  return typeof theirs === 'string' ? theirs : english
}

/** "1 ticket", "2 tickets"; with a # the number stands there: count(3, 'one of # chat', 'one of # chats'). */
export function count(number: number, one: string, many = `${one}s`): string {
  const [single, several] = [one, many].map(form => (form.includes('#') ? form : `# ${form}`)) as [
    string,
    string,
  ]
  const theirs = catalogue[single]
  if (typeof theirs !== 'object') return (number === 1 ? single : several).replace('#', String(number))
  const form = theirs[plurals.select(number)] ?? theirs.other ?? several
  return form.replace('#', numbers.format(number))
}

/** 1.5 -> "1,5" where that is how numbers are written. */
export const decimal = (value: number): string => numbers.format(value)

/** 1 -> "1.0" */
export const tenths = (value: number): string => oneDigit.format(value)

/** "Thandi, Sipho and Lerato" */
export const listed = (names: readonly string[]): string => lists.format(names)

/** A label in the middle of a sentence: smaller where the language writes it so. German keeps its capitals. */
export const inSentence = (label: string): string =>
  spoken === 'de' ? label : label.toLocaleLowerCase(spoken)
