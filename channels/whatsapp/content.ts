/** What a person sent, by WhatsApp message type, in words and files an agent can see. */
import type { IncomingAttachment } from '../channel.ts'
import { type Json, list, record, text } from './json.ts'

export type Content = {
  text: string
  attachments?: IncomingAttachment[]
  flags?: string[]
  references?: string[]
  automatic?: boolean
}

/** Never fails: a type we do not know becomes an empty text with a flag that names it. */
export function contentOf(message: Json): Content {
  const type = text(message.type)
  const reader = readers.get(type)
  if (reader) return reader(record(message[type]), message)
  const problem = record(list(message.errors)[0])
  const words = text(record(problem.error_data).details) || text(problem.title)
  const flag =
    type === 'unsupported' || type === '' ? 'unsupported message' : `unsupported message type "${type}"`
  return { text: '', flags: [words ? `${flag}: ${words}` : flag] }
}

type Reader = (part: Json, message: Json) => Content

const readers = new Map<string, Reader>([
  ['text', part => ({ text: text(part.body) })],
  ['image', file('image')],
  ['video', file('video')],
  ['audio', part => file(part.voice === true ? 'voice' : 'audio')(part)],
  ['voice', file('voice')],
  ['document', file('document')],
  ['sticker', file('sticker')],
  ['location', part => ({ text: location(part) })],
  ['contacts', (_part, message) => ({ text: list(message.contacts).map(contactCard).join('\n') })],
  ['reaction', reaction],
  ['button', part => ({ text: text(part.text) })],
  ['interactive', part => ({ text: choice(part) })],
  ['system', system],
])

function file(kind: string): (part: Json) => Content {
  return part => {
    const id = text(part.id)
    const caption = text(part.caption)
    if (id === '') return { text: caption, flags: [`${kind} without a file`] }
    const contentType = text(part.mime_type) || 'application/octet-stream'
    const name = text(part.filename) || `${kind}.${extension(contentType)}`
    return { text: caption, attachments: [{ ref: id, name, contentType, sizeBytes: null }] }
  }
}

/** "audio/ogg; codecs=opus" -> ogg */
function extension(contentType: string): string {
  const subtype = /^[^/]+\/([a-z0-9]+)\s*(;|$)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'bin'
  return (
    new Map([
      ['jpeg', 'jpg'],
      ['mpeg', 'mp3'],
      ['plain', 'txt'],
    ]).get(subtype) ?? subtype
  )
}

function location(part: Json): string {
  const place = [text(part.name), text(part.address)].filter(Boolean).join(', ')
  const point = `${text(part.latitude)}, ${text(part.longitude)}`
  return place ? `Location: ${place} (${point})` : `Location: ${point}`
}

function contactCard(value: unknown): string {
  const card = record(value)
  const phones = list(card.phones).map(phone => text(record(phone).phone))
  const emails = list(card.emails).map(email => text(record(email).email))
  return `Contact: ${[text(record(card.name).formatted_name), ...phones, ...emails].filter(Boolean).join(', ')}`
}

function reaction(part: Json): Content {
  const emoji = text(part.emoji)
  const references = [text(part.message_id)].filter(Boolean)
  return { text: emoji, references, flags: [emoji ? 'reaction' : 'reaction removed'] }
}

/** Reply buttons and lists carry the title that was tapped; forms (flows) carry their answers as JSON. */
function choice(part: Json): string {
  const reply = record(part[text(part.type)])
  const chosen = [text(reply.title), text(reply.description)].filter(Boolean).join('\n')
  return chosen || text(reply.response_json) || text(reply.body)
}

/** Notices about the person, such as a changed number: WhatsApp's words, not theirs. */
function system(part: Json): Content {
  const kind = text(part.type)
  return {
    text: text(part.body),
    automatic: true,
    flags: [kind ? `WhatsApp notice: ${kind}` : 'WhatsApp notice'],
  }
}
