/** What a person sent, in words and files an agent can see. */
import type { IncomingAttachment } from '../channel.ts'
import { isRecord, type Json, record, text } from './json.ts'

export type Content = { text: string; attachments?: IncomingAttachment[]; flags?: string[] }

/** getFile refuses anything larger (Bot API, getFile). */
const LARGEST_FILE_BYTES = 20_000_000

/** Kinds with one file, and what the file is called and said to be when Telegram does not say. */
const files = new Map<string, { name: string; contentType: string }>([
  ['document', { name: 'document', contentType: 'application/octet-stream' }],
  ['voice', { name: 'voice.ogg', contentType: 'audio/ogg' }],
  ['audio', { name: 'audio.mp3', contentType: 'audio/mpeg' }],
  ['video', { name: 'video.mp4', contentType: 'video/mp4' }],
  ['video_note', { name: 'video.mp4', contentType: 'video/mp4' }],
])

/** Kinds a person sends that we cannot show: the agent must still see that something came. */
const NOT_SHOWN = ['poll', 'story', 'game', 'checklist', 'paid_media']

/** Null when nobody said anything: pinned messages, timers and other service notes. */
export function contentOf(message: Json): Content | null {
  if (typeof message.text === 'string') return { text: text(message.text) }
  if (Array.isArray(message.photo)) return fileContent(largest(message.photo), photo, message)
  for (const [kind, fallback] of files) {
    if (isRecord(message[kind])) return fileContent(message[kind], fallback, message)
  }
  if (isRecord(message.sticker)) return { text: text(message.sticker.emoji), flags: ['sticker'] }
  if (isRecord(message.dice))
    return { text: `${text(message.dice.emoji)} ${text(message.dice.value)}`.trim() }
  if (isRecord(message.location)) return { text: location(message.location, record(message.venue)) }
  if (isRecord(message.contact)) return { text: contactCard(message.contact) }
  const kind = NOT_SHOWN.find(name => message[name] !== undefined)
  return kind ? { text: '', flags: [`unsupported message type "${kind}"`] } : null
}

const photo = { name: 'photo.jpg', contentType: 'image/jpeg' }

/** A photo comes in several sizes; the one with the most pixels is what the customer took. */
function largest(sizes: unknown[]): Json {
  const pixels = (size: Json) => Number(size.width) * Number(size.height) || 0
  return sizes
    .map(record)
    .reduce((best, size) => (pixels(size) > pixels(best) ? size : best), record(sizes[0]))
}

function fileContent(file: Json, fallback: { name: string; contentType: string }, message: Json): Content {
  const ref = text(file.file_id)
  const caption = text(message.caption)
  if (ref === '') return { text: caption, flags: ['file without an id'] }
  const sizeBytes = typeof file.file_size === 'number' ? file.file_size : null
  const name = text(file.file_name) || fallback.name
  const contentType = text(file.mime_type) || fallback.contentType
  const content: Content = { text: caption, attachments: [{ ref, name, contentType, sizeBytes }] }
  const tooLarge = sizeBytes !== null && sizeBytes > LARGEST_FILE_BYTES
  return tooLarge ? { ...content, flags: ['file over 20 MB: Telegram does not let bots fetch it'] } : content
}

function location(point: Json, venue: Json): string {
  const place = [text(venue.title), text(venue.address)].filter(Boolean).join(', ')
  const where = `${text(point.latitude)}, ${text(point.longitude)}`
  return place ? `Location: ${place} (${where})` : `Location: ${where}`
}

function contactCard(card: Json): string {
  const name = [text(card.first_name), text(card.last_name)].filter(Boolean).join(' ')
  return `Contact: ${[name, text(card.phone_number)].filter(Boolean).join(', ')}`
}
