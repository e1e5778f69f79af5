/** A stored mail -> what the house understands. Pure, bounded, never throws. */
import type { Attachment, Email } from 'postal-mime'
import {
  type ChannelEvent,
  ChannelFailure,
  type IncomingAttachment,
  type IncomingMessage,
} from '../channel.ts'
import { header, isAutomatic } from './automatic.ts'
import { bounceOf } from './bounce.ts'
import { type Fetched, fromItem, idFromContent } from './item.ts'
import { normaliseId, referencesOf } from './message-ids.ts'
import { parseMail } from './parse.ts'
import { clean, oneLine, wordsOfHtml } from './plain-words.ts'
import { recipientCount, senderOf } from './sender.ts'

const MAX_TEXT = 1_000_000
const MAX_HTML = 5_000_000
const MAX_SUBJECT = 998
const MAX_ATTACHMENTS = 1000
const MANY_RECIPIENTS = 100

/** One message, and a receipt after it when the mail is a bounce of one of ours. */
export async function read(raw: Buffer): Promise<ChannelEvent[]> {
  try {
    const fetched = fromItem(raw)
    const { email, flags } = await parseMail(fetched.mail)
    const message = toMessage(fetched, email, flags)
    const bounce = bounceOf(email, message.sentAt)
    return bounce ? [message, bounce] : [message]
  } catch {
    return [{ type: 'unknown', kind: 'mail that cannot be read' }]
  }
}

/** The bytes of attachment number `ref`, out of the stored mail itself. */
export async function fetchFile(ref: string, raw: Buffer): Promise<{ bytes: Buffer; contentType: string }> {
  const { email } = await parseMail(fromItem(raw).mail)
  const part = /^\d{1,4}$/.test(ref) ? email.attachments[Number(ref)] : undefined
  if (!part)
    throw new ChannelFailure('rejected', 'This mail has no such attachment', { code: 'no-attachment' })
  return { bytes: bytesOf(part), contentType: typeOf(part) }
}

function toMessage(fetched: Fetched, email: Email, parseFlags: string[]): IncomingMessage {
  const sender = senderOf(email, fetched.account)
  const html = email.html === undefined ? '' : clean(email.html, MAX_HTML)
  const text = email.text?.trim() ? email.text : wordsOfHtml(html)
  const subject = oneLine(email.subject ?? '', MAX_SUBJECT)
  const complete = fetched.note === 'complete'
  const flags = [...sender.flags, ...parseFlags]
  if (fetched.note === 'truncated') flags.push('too large, kept on the mail server')
  if (fetched.note === 'unreadable') flags.push('the mail server could not hand it over, kept there')
  if (recipientCount(email) > MANY_RECIPIENTS) flags.push('sent to more than 100 recipients')
  if (text.length > MAX_TEXT || (email.html?.length ?? 0) > MAX_HTML) flags.push('text too long, cut')
  return {
    type: 'message',
    externalId: normaliseId(header(email, 'message-id')) ?? idFromContent(fetched.mail),
    from: sender.from,
    text: clean(text, MAX_TEXT).replace(/\r\n?/g, '\n').trim(),
    ...(html.trim() === '' ? {} : { html }),
    ...(subject === '' ? {} : { subject }),
    sentAt: dateOf(header(email, 'date')),
    attachments: complete ? email.attachments.slice(0, MAX_ATTACHMENTS).map(describe) : [],
    references: referencesOf(header(email, 'in-reply-to'), header(email, 'references')),
    automatic: isAutomatic(email),
    flags,
  }
}

/** Null for dates that are none, or so far off that only a broken clock wrote them. */
function dateOf(value: string): Date | null {
  const at = new Date(value.replace(/\([^()]*\)/g, ' ').trim())
  const year = at.getUTCFullYear()
  return year >= 1980 && year < 2200 ? at : null
}

function describe(part: Attachment, index: number): IncomingAttachment {
  const named = oneLine(part.filename ?? '', 255).replace(/[/\\]/g, '_')
  const name = named || `attachment-${index + 1}${part.mimeType === 'message/rfc822' ? '.eml' : ''}`
  return { ref: String(index), name, contentType: typeOf(part), sizeBytes: bytesOf(part).length }
}

function typeOf(part: Attachment): string {
  return /^[\w.+-]{1,127}\/[\w.+-]{1,127}$/.test(part.mimeType) ? part.mimeType : 'application/octet-stream'
}

function bytesOf(part: Attachment): Buffer {
  const { content } = part
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof ArrayBuffer
    ? Buffer.from(content)
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
}
