/** Stored item -> event. Pure; what it cannot read becomes an unknown event. */
import type { ChannelEvent, IncomingReceipt, ReceiptState } from '../channel.ts'
import { contentOf } from './content.ts'
import { meaningOf } from './error-words.ts'
import { isRecord, type Json, list, parse, record, sha256, text } from './json.ts'
import { templateNews } from './templates.ts'

/** Takes the bytes that `split` made: one message, one status, or something kept as unknown. */
export function read(raw: Buffer): ChannelEvent[] {
  const item = record(parse(raw))
  if (isRecord(item.message)) return [readMessage(item.message, item, raw)]
  if (isRecord(item.status)) return [readStatus(item.status)]
  const unknown = record(item.unknown)
  const news = readNews(unknown)
  if (news) return [news]
  const kind = text(record(unknown.change).field) || text(unknown.object) || Object.keys(unknown)[0]
  return [{ type: 'unknown', kind: kind || 'unreadable' }]
}

function readNews({ envelope, change }: Json): ChannelEvent | null {
  const { field, value } = record(change)
  if (field !== 'message_template_status_update') return null
  return templateNews(record(value), time(record(envelope).time))
}

function readMessage(message: Json, item: Json, raw: Buffer): ChannelEvent {
  const digits = text(message.from)
  // People who hide their number behind a username come with a user id only: there is no address kind for it yet.
  if (!/^\d{5,15}$/.test(digits)) return { type: 'unknown', kind: 'message.no-phone' }
  const content = contentOf(message)
  const context = record(message.context)
  const name = text(record(record(list(item.contacts)[0]).profile).name)
  return {
    type: 'message',
    externalId: text(message.id) || `sha256:${sha256(raw)}`,
    from: { kind: 'phone', value: `+${digits}`, name: name || undefined },
    text: content.text,
    sentAt: time(message.timestamp),
    attachments: content.attachments ?? [],
    references: [...(content.references ?? []), text(context.id)].filter(Boolean),
    automatic: content.automatic ?? false,
    flags: [...(content.flags ?? []), ...circumstances(message, context)],
  }
}

function circumstances(message: Json, context: Json): string[] {
  const ad = record(message.referral)
  return [
    context.frequently_forwarded === true
      ? 'forwarded many times'
      : context.forwarded === true
        ? 'forwarded'
        : '',
    message.referral ? `came from an ad: ${text(ad.headline) || text(ad.source_url)}` : '',
    message.group_id ? 'written in a group; your answer goes to this person alone' : '',
  ].filter(Boolean)
}

const states = new Map<string, ReceiptState>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
])

function readStatus(status: Json): ChannelEvent {
  const state = states.get(text(status.status))
  if (state === undefined) return { type: 'unknown', kind: `status.${text(status.status)}` }
  const receipt: IncomingReceipt = {
    type: 'receipt',
    externalId: text(status.id) || null,
    ref: text(status.biz_opaque_callback_data) || null,
    state,
    at: time(status.timestamp),
  }
  return state === 'failed' ? { ...receipt, reason: reasonOf(record(list(status.errors)[0])) } : receipt
}

function reasonOf(error: Json): { code: string; words: string } {
  const words = [text(error.title) || text(error.message), text(record(error.error_data).details)]
  const code = text(error.code) || 'failed'
  const said = [...new Set(words)].filter(Boolean).join(': ') || 'WhatsApp gave no reason'
  return { code, words: meaningOf(code, said) }
}

/** Unix seconds, as text or number; null when they are no time. */
function time(seconds: unknown): Date | null {
  const at = new Date(text(seconds) === '' ? Number.NaN : Number(text(seconds)) * 1000)
  return Number.isNaN(at.getTime()) ? null : at
}
