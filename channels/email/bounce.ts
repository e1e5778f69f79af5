/** Delivery status notifications (RFC 3464): which of our mails failed, in the mail server's own words. */
import type { Attachment, Email } from 'postal-mime'
import type { IncomingReceipt } from '../channel.ts'
import { header } from './automatic.ts'
import { normaliseId } from './message-ids.ts'
import { oneLine } from './plain-words.ts'

/**
 * A 'failed' receipt when the report says a mail was not delivered and returns that mail's Message-ID; null otherwise
 * (delayed mail is not failed). Anyone can write such a report: the id must be one the hub knows.
 */
export function bounceOf(email: Email, at: Date | null): IncomingReceipt | null {
  if (!/^multipart\/report\b/i.test(header(email, 'content-type').trim())) return null
  const status = textOf(email.attachments.find(part => part.mimeType === 'message/delivery-status'))
  const returned = textOf(
    email.attachments.find(
      part => part.mimeType === 'message/rfc822' || part.mimeType === 'text/rfc822-headers',
    ),
  )
  if (!/^action[ \t]*:[ \t]*failed/im.test(status)) return null
  const externalId = normaliseId(field(returned.split(/\r?\n\r?\n/, 1)[0] ?? '', 'message-id'))
  if (externalId === null) return null
  const code = oneLine(field(status, 'status'), 20) || 'failed'
  const words = oneLine(field(status, 'diagnostic-code').replace(/^[ \t]*smtp[ \t]*;/i, ''), 500)
  const reason = { code, words: words || `The mail could not be delivered (${code})` }
  return { type: 'receipt', externalId, ref: null, state: 'failed', reason, at }
}

function field(text: string, name: string): string {
  const found = new RegExp(`^${name}[ \\t]*:((?:.*\\r?\\n[ \\t])*.*)`, 'im').exec(text)
  return (found?.[1] ?? '').replace(/\r?\n[ \t]+/g, ' ').trim()
}

function textOf(part: Attachment | undefined): string {
  if (!part) return ''
  const bytes =
    typeof part.content === 'string' ? Buffer.from(part.content) : Buffer.from(new Uint8Array(part.content))
  return bytes.subarray(0, 64 * 1024).toString('utf8')
}
