/** Values of a template while they are written: what is wrong with one, what may belong there, and how it reads. Pure. */
import type { MessageTemplate } from '../api/types.ts'
import type { Values as Known } from '../replies/variables.ts'
import { say } from '../words/say.ts'

export type Parameter = MessageTemplate['parameters'][number]
export type Values = Record<string, string>

/** What a template begins with. */
export const fileWords: Record<NonNullable<MessageTemplate['file']>, string> = {
  image: say`image`,
  video: say`video`,
  document: say`document`,
}

/** What is wrong, in words; null when it can go. The server looks again. */
export function problemIn({ place }: Parameter, value: string): string | null {
  if (value.trim() === '') return say`Fill this in.`
  if (/[\n\r\t]/.test(value)) return say`No new lines or tabs.`
  if (/ {4}/.test(value)) return say`No more than three spaces in a row.`
  if (place === 'button' && /\s/.test(value.trim())) return say`The end of an address has no spaces.`
  return null
}

/** How many characters the words are too long, filled in; none or fewer: they fit. */
export const tooLong = (template: MessageTemplate, values: Values): { header: number; body: number } => ({
  header: wordsOf(pieces(template, 'header', values)).length - 60,
  body: wordsOf(pieces(template, 'body', values)).length - 1024,
})

/** Why the files are not yet what it begins with, in words; null when they are. */
export function fileProblem(
  { file: wanted }: MessageTemplate,
  files: { contentType: string; state: string }[],
): string | null {
  const [file] = files
  if (wanted === null) return null
  if (!file) return say`Add the ${fileWords[wanted]} it begins with.`
  if (files.length > 1) return say`It begins with one ${fileWords[wanted]}: remove the others.`
  if (file.state !== 'stored') return say`The file is still on its way.`
  const fits = wanted === 'document' ? /^(application|text)\// : new RegExp(`^${wanted}/`)
  return fits.test(file.contentType) ? null : say`This is no ${fileWords[wanted]}.`
}

export type Piece = { text: string; key: string | null; isOpen: boolean }

const placeholder = /\{\{\s*(\w+)\s*\}\}/g

/** The words with each place by itself; one that is not filled in yet shows its name. */
export function pieces(template: MessageTemplate, place: 'header' | 'body', values: Values): Piece[] {
  const words = template[place]
  const found: Piece[] = []
  let from = 0
  for (const match of words.matchAll(placeholder)) {
    if (match.index > from) found.push({ text: words.slice(from, match.index), key: null, isOpen: false })
    const key = `${place}.${match[1]}`
    const value = values[key]?.trim() ?? ''
    found.push({ text: value || match[0], key, isOpen: value === '' })
    from = match.index + match[0].length
  }
  if (from < words.length) found.push({ text: words.slice(from), key: null, isOpen: false })
  return found
}

const wordsOf = (all: Piece[]) => all.map(piece => piece.text).join('')

/** Where a button leads; '' where it leads nowhere. */
export const leadsTo = ({ buttons }: MessageTemplate, at: number, values: Values): string =>
  (buttons[at]?.to ?? '').replace(placeholder, match => values[`button.${at}`]?.trim() || match)

/** As the server will write it down: for the bubble until it has. */
export function reads(template: MessageTemplate, values: Values): string {
  const buttons = template.buttons.map((button, at) =>
    ['url', 'phone'].includes(button.kind)
      ? `[${button.text}] ${leadsTo(template, at, values)}`
      : `[${button.text}]`,
  )
  const header = wordsOf(pieces(template, 'header', values))
  const body = wordsOf(pieces(template, 'body', values))
  return [header, body, template.footer, buttons.join('\n')].filter(part => part !== '').join('\n\n')
}

/** "first_name" is our {first name}: those fill themselves. */
export function filledAlready(template: MessageTemplate, known: Known): Values {
  const entries = template.parameters.flatMap(({ key, name, place }) => {
    const variable = name.replaceAll('_', ' ').toLowerCase()
    const value = place !== 'button' && variable in known ? known[variable as keyof Known] : null
    return value ? [[key, value] as const] : []
  })
  return Object.fromEntries(entries)
}

/** What is known of this customer and could stand anywhere. */
export const offers = (known: Known): { name: string; value: string }[] =>
  Object.entries(known).flatMap(([name, value]) => (value ? [{ name, value }] : []))

/** "Value 1", "First name", "End of the address of “Pay now”". */
export function labelOf({ place, name, button }: Parameter, { buttons }: MessageTemplate): string {
  if (place === 'button') return say`End of the address of “${buttons[button ?? 0]?.text ?? ''}”`
  const isNumber = /^\d+$/.test(name)
  const words = isNumber ? say`Value ${name}` : `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const label = words.replaceAll('_', ' ')
  return place === 'header' ? say`${label} in the title` : label
}

/** Whether somebody who typed this may mean that template. */
export function isMeant(template: MessageTemplate, typed: string): boolean {
  const { name, language, category, header, body } = template
  const all = [name.replaceAll('_', ' '), name, language, category, header, body].join(' ').toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every(word => all.includes(word))
}
