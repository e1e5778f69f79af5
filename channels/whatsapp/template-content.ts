/** Components of a template as Meta lists them -> words with {{placeholders}}, and what is to be filled in. Pure. */
import type { TemplateButton, TemplateContent, TemplateParameter } from '../channel.ts'
import { type Json, list, record, text } from './json.ts'

const typeOf = (part: Json) => text(part.type).toUpperCase()
const formatOf = (header: Json | undefined) => (header ? text(header.format).toUpperCase() || 'TEXT' : '')

export function templateContent(components: Json[], category: string): TemplateContent {
  const part = (type: string) => components.find(one => typeOf(one) === type)
  const [header, body] = [part('HEADER'), part('BODY')]
  const buttons = list(part('BUTTONS')?.buttons).map(record)
  const headerText = formatOf(header) === 'TEXT' ? text(header?.text) : ''
  return {
    header: headerText,
    file: files.get(formatOf(header)) ?? null,
    body: text(body?.text),
    footer: text(part('FOOTER')?.text),
    buttons: buttons.map(buttonOf),
    parameters: [
      ...inWords('header', headerText, record(header?.example)),
      ...inWords('body', text(body?.text), record(body?.example)),
      ...buttons.flatMap(inButton),
    ],
    unsupported: unsupported(components, category),
  }
}

const files = new Map<string, TemplateContent['file']>([
  ['IMAGE', 'image'],
  ['VIDEO', 'video'],
  ['DOCUMENT', 'document'],
])

const placeholder = /\{\{\s*(\w+)\s*\}\}/g

/** Each name once. Numbers in their order, since Meta takes those by position; names as they are read. */
function inWords(place: 'header' | 'body', words: string, example: Json): TemplateParameter[] {
  const names = [...new Set([...words.matchAll(placeholder)].map(match => match[1] ?? ''))]
  if (names.every(isNumber)) names.sort((a, b) => Number(a) - Number(b))
  const named = list(example[`${place}_text_named_params`]).map(record)
  // Examples of a body are lists of rows; those of a header one list.
  const [first] = list(example[`${place}_text`])
  const positional = list(place === 'body' ? first : example.header_text)
  return names.map((name, at) => ({
    key: `${place}.${name}`,
    place,
    name,
    button: null,
    example: text(named.find(one => one.param_name === name)?.example) || text(positional[at]) || null,
  }))
}

export const isNumber = (name: string): boolean => /^\d+$/.test(name)

const kinds = new Map<string, TemplateButton['kind']>([
  ['QUICK_REPLY', 'reply'],
  ['URL', 'url'],
  ['PHONE_NUMBER', 'phone'],
])

const buttonOf = (button: Json): TemplateButton => ({
  kind: kinds.get(typeOf(button)) ?? 'other',
  text: text(button.text),
  to: text(button.url) || text(button.phone_number),
})

/** Only the end of an address can be open. */
function inButton(button: Json, at: number): TemplateParameter[] {
  const [, name] = typeOf(button) === 'URL' ? (/\{\{\s*(\w+)\s*\}\}/.exec(text(button.url)) ?? []) : []
  if (name === undefined) return []
  // Meta is told a whole address; what is written is its end.
  const [start = ''] = text(button.url).split('{{')
  const example = text(list(button.example)[0])
  const end = example.startsWith(start) ? example.slice(start.length) : example
  return [{ key: `button.${at}`, place: 'button', name, button: at, example: end || null }]
}

const plainParts = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS']

function unsupported(components: Json[], category: string): string | null {
  if (category === 'authentication') return 'Made for one-time codes: it cannot be written by hand.'
  const format = formatOf(components.find(one => typeOf(one) === 'HEADER'))
  if (format !== '' && format !== 'TEXT' && !files.has(format)) {
    return `Begins with a ${spoken(format)}: not supported here yet.`
  }
  const strange = components.find(one => !plainParts.includes(typeOf(one)))
  if (strange) return `Holds a ${spoken(typeOf(strange))}: not supported here yet.`
  const buttons = components.flatMap(one => list(one.buttons).map(record))
  const other = buttons.find(one => !kinds.has(typeOf(one)))
  return other ? `Has a button of the kind "${spoken(typeOf(other))}": not supported here yet.` : null
}

const spoken = (code: string) => code.toLowerCase().replaceAll('_', ' ')
