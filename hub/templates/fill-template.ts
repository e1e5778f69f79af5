/** A template and its values -> the words the customer will read, and what the provider is handed. Pure. */
import type { FilledTemplate, TemplateContent, TemplateParameter } from '../../channels/channel.ts'

/** What the message row keeps: the template as it was when it was written. */
export type StoredTemplate = FilledTemplate & { id: string }

export type ValueProblem = { key: string; words: string }
export type Values = Record<string, string>

export type TemplateFile = { name: string; contentType: string }

const kinds = { image: /^image\//, video: /^video\//, document: /^(application|text)\// }

/** Why these files are not what the template begins with, in words; null when they are. */
export function whyNotFile(wanted: TemplateContent['file'], files: TemplateFile[]): string | null {
  const [file] = files
  if (wanted === null) return file ? 'It takes no file.' : null
  if (!file) return `It begins with ${wanted === 'image' ? 'an' : 'a'} ${wanted}: add one.`
  if (files.length > 1) return `It begins with one ${wanted}; these are ${files.length} files.`
  return kinds[wanted].test(file.contentType) ? null : `"${file.name}" is no ${wanted}.`
}

/** Providers refuse longer ones. */
const most = { header: 60, body: 1024, button: 2_000 }

/** What is wrong with the values, each with its parameter; empty when they can go. */
export function problemsOf(content: TemplateContent, values: Values): ValueProblem[] {
  const keys = new Set(content.parameters.map(parameter => parameter.key))
  const strange = Object.keys(values).filter(key => !keys.has(key))
  return [
    ...content.parameters.flatMap(parameter => {
      const words = problemOf(parameter, values[parameter.key] ?? '')
      return words ? [{ key: parameter.key, words }] : []
    }),
    ...strange.map(key => ({ key, words: 'The template has no such place.' })),
    ...lengths(content, values),
  ]
}

function problemOf({ place }: TemplateParameter, value: string): string | null {
  if (value.trim() === '') return 'Fill this in.'
  if (/[\n\r\t\u2028\u2029]/.test(value)) return 'No new lines or tabs: the provider refuses them.'
  if (/ {4}/.test(value)) return 'No more than three spaces in a row: the provider refuses them.'
  if (place === 'button' && /\s/.test(value)) return 'The end of an address has no spaces.'
  return null
}

function lengths(content: TemplateContent, values: Values): ValueProblem[] {
  const places = [
    { place: 'header' as const, words: filled(content, 'header', values) },
    { place: 'body' as const, words: filled(content, 'body', values) },
    ...content.buttons.map((_, at) => ({
      place: 'button' as const,
      words: address(content, at, values),
      at,
    })),
  ]
  return places.flatMap(({ place, words, ...one }) => {
    const over = words.length - most[place]
    const last = content.parameters.findLast(
      parameter => parameter.place === place && parameter.button === ('at' in one ? one.at : null),
    )
    return over > 0 && last ? [{ key: last.key, words: `${over} characters too many.` }] : []
  })
}

const placeholder = /\{\{\s*(\w+)\s*\}\}/g

const filled = (content: TemplateContent, place: 'header' | 'body', values: Values): string =>
  content[place].replaceAll(placeholder, (match, name: string) => values[`${place}.${name}`] ?? match)

const address = ({ buttons }: TemplateContent, at: number, values: Values): string =>
  (buttons[at]?.to ?? '').replace(placeholder, match => values[`button.${at}`] ?? match)

/** As it will be read: header, words, footer, and what the buttons say and lead to. */
export function renderedText(content: TemplateContent, values: Values): string {
  const buttons = content.buttons.map((button, at) =>
    ['url', 'phone'].includes(button.kind)
      ? `[${button.text}] ${address(content, at, values)}`
      : `[${button.text}]`,
  )
  return [
    filled(content, 'header', values),
    filled(content, 'body', values),
    content.footer,
    buttons.join('\n'),
  ]
    .filter(part => part !== '')
    .join('\n\n')
}

/** For the provider; every parameter has a value by now. */
export const filledParameters = (content: TemplateContent, values: Values): FilledTemplate['parameters'] =>
  content.parameters.map(({ key, place, name, button }) => ({
    place,
    name,
    button,
    value: values[key] ?? '',
  }))
