/** One update -> one event. Pure; what it cannot read becomes an unknown event. */
import type { ChannelEvent } from '../channel.ts'
import { contentOf } from './content.ts'
import { isRecord, type Json, parse, record, text } from './json.ts'

/** Messages and edits of private chats are messages; groups, channels and everything else are kept as unknown. */
export function read(raw: Buffer): ChannelEvent[] {
  const update = record(parse(raw))
  if (isRecord(update.message)) return [readMessage(update.message, 'message')]
  if (isRecord(update.edited_message)) return [readMessage(update.edited_message, 'edited_message')]
  const kind = Object.keys(update).find(key => key !== 'update_id')
  return [{ type: 'unknown', kind: kind ?? 'unreadable' }]
}

function readMessage(message: Json, kind: 'message' | 'edited_message'): ChannelEvent {
  const chat = record(message.chat)
  const [chatId, messageId] = [text(chat.id), text(message.message_id)]
  if (!/^-?\d+$/.test(chatId) || !/^\d+$/.test(messageId)) return { type: 'unknown', kind }
  if (chat.type !== 'private') return { type: 'unknown', kind: `${kind}.${text(chat.type) || 'chat'}` }
  const content = contentOf(message)
  if (content === null) return { type: 'unknown', kind: `${kind}.${serviceKind(message)}` }
  const edited = kind === 'edited_message'
  const answered = text(record(message.reply_to_message).message_id)
  const id = `${chatId}:${messageId}`
  return {
    type: 'message',
    // An edit is a message of its own: what was said first stays visible.
    externalId: edited ? `${id}:edit:${text(message.edit_date)}` : id,
    from: {
      kind: 'telegram',
      value: chatId,
      name: nameOf(chat) || nameOf(record(message.from)) || undefined,
    },
    text: content.text,
    sentAt: time(edited ? message.edit_date : message.date),
    attachments: content.attachments ?? [],
    references: answered ? [`${chatId}:${answered}`] : [],
    automatic: false,
    flags: [
      ...(edited ? ['edited'] : []),
      ...(message.forward_origin || message.forward_date ? ['forwarded'] : []),
      ...(content.flags ?? []),
    ],
  }
}

function nameOf(person: Json): string {
  const full = [text(person.first_name), text(person.last_name)].filter(Boolean).join(' ')
  return full || (person.username ? `@${text(person.username)}` : '')
}

const ENVELOPE = new Set(['message_id', 'from', 'chat', 'date', 'edit_date'])

const serviceKind = (message: Json): string => Object.keys(message).find(key => !ENVELOPE.has(key)) ?? 'empty'

/** Unix seconds; null when they are no time. */
function time(seconds: unknown): Date | null {
  const at = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN)
  return Number.isNaN(at.getTime()) ? null : at
}
