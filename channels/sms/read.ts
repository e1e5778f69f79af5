/** Stored Twilio post -> events. Pure; what it cannot read becomes an unknown event. */
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import type { Address, ChannelEvent, IncomingAttachment, ReceiptState } from '../channel.ts'
import { errorWords } from './error-words.ts'
import { sidOf, statusOf } from './hook.ts'
import { parseJson } from './params.ts'

const item = z.object({ params: z.record(z.string(), z.string()), ref: z.string().nullable() })

type Params = Record<string, string>

export function read(raw: Buffer): ChannelEvent[] {
  const parsed = item.safeParse(parseJson(raw))
  if (!parsed.success) return [{ type: 'unknown', kind: 'unreadable' }]
  const { params, ref } = parsed.data
  const sid = sidOf(params)
  if (!sid) return [{ type: 'unknown', kind: params.CallSid ? 'voice call' : 'other post' }]
  const status = statusOf(params)
  return [status === null ? message(sid, params) : receipt({ sid, status, ref, params })]
}

function message(sid: string, params: Params): ChannelEvent {
  const { from, flags } = sender(params.From ?? '')
  const text = params.Body ?? ''
  const attachments = media(params)
  if (text === '' && attachments.length === 0) flags.push('empty message')
  if (params.OptOutType?.toUpperCase() === 'STOP') {
    flags.push('opted out: Twilio refuses further messages until the customer texts START')
  }
  return {
    type: 'message',
    externalId: sid,
    from,
    text,
    sentAt: null, // Twilio does not say when it was written
    attachments,
    references: [],
    automatic: false,
    flags,
  }
}

/** Short codes and senders with names ("BANK") stay as they came, flagged, because nobody can answer them. */
function sender(text: string): { from: Address; flags: string[] } {
  const phone = parsePhoneNumberFromString(text)
  if (phone?.isPossible()) return { from: { kind: 'phone', value: phone.number }, flags: [] }
  const flag = text === '' ? 'no sender' : 'the sender is not a phone number and cannot be answered'
  return { from: { kind: 'phone', value: text.trim() || 'unknown' }, flags: [flag] }
}

const mostMedia = 10 // Twilio's own limit for one message

function media(params: Params): IncomingAttachment[] {
  const count = Math.min(Number.parseInt(params.NumMedia ?? '0', 10) || 0, mostMedia)
  const found: IncomingAttachment[] = []
  for (let at = 0; at < count; at++) {
    const ref = params[`MediaUrl${at}`]
    if (!ref) continue
    const contentType = params[`MediaContentType${at}`] || 'application/octet-stream'
    found.push({ ref, name: `media-${at + 1}${extension(contentType)}`, contentType, sizeBytes: null })
  }
  return found
}

const extensions: Record<string, string> = { jpeg: 'jpg', plain: 'txt', mpeg: 'mp3', quicktime: 'mov' }

function extension(contentType: string): string {
  const subtype = /^[a-z]+\/(?:x-)?([a-z0-9]{2,10})(?:[;\s]|$)/i.exec(contentType)?.[1]?.toLowerCase()
  return subtype ? `.${Object.hasOwn(extensions, subtype) ? extensions[subtype] : subtype}` : ''
}

/** Twilio's states that move ours; the earlier ones (accepted, queued, sending) say nothing we do not know. */
const states = new Map<string, ReceiptState>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
])

function receipt(post: { sid: string; status: string; ref: string | null; params: Params }): ChannelEvent {
  const state = states.get(post.status)
  if (!state) return { type: 'unknown', kind: `status ${post.status.slice(0, 40)}` }
  const base = { type: 'receipt' as const, externalId: post.sid, ref: post.ref, state, at: null }
  if (state !== 'failed') return base
  const code = post.params.ErrorCode ?? ''
  return { ...base, reason: { code: code || post.status, words: errorWords(code) } }
}
