/** Takes in Twilio's posts: incoming messages and status callbacks, one per request. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Hook, HookRequest, RawItem } from '../channel.ts'
import { formPairs, isJson, paramsOf } from './params.ts'
import type { SmsSettings } from './settings.ts'

export const hook: Hook<SmsSettings> = {
  verify: (request, settings) => verify(request, settings.authToken),
  split,
  answer: { status: 200, contentType: 'text/xml; charset=utf-8', body: '<Response/>' },
}

/**
 * X-Twilio-Signature: base64 of HMAC-SHA1 over the public URL and, for forms, every field's name and value sorted by
 * name. A JSON body is covered by its SHA-256 in the signed URL instead (bodySHA256).
 */
function verify(request: HookRequest, authToken: string): boolean {
  const given = request.headers['x-twilio-signature'] ?? ''
  if (authToken === '' || given === '' || request.method !== 'POST') return false
  if (isJson(request)) {
    const digest = createHash('sha256').update(request.body).digest('hex')
    const claimed = new URLSearchParams(request.url.split('?')[1] ?? '').get('bodySHA256') ?? ''
    return equal(digest, claimed) && equal(signature(authToken, request.url, []), given)
  }
  const pairs = formPairs(request.body)
  return pairs !== null && equal(signature(authToken, request.url, pairs), given)
}

function signature(authToken: string, url: string, pairs: [string, string][]): string {
  const unique = new Map(pairs.map(([name, value]) => [JSON.stringify([name, value]), { name, value }]))
  const sorted = [...unique.values()].sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
  const text = url + sorted.map(({ name, value }) => name + value).join('')
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Constant-time over digests of equal length, so that neither content nor length shows. */
function equal(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest()
  return timingSafeEqual(digest(expected), digest(given))
}

/** One post is one item: its parameters, and the attempt id we put into the callback's address. */
function split(request: HookRequest): RawItem[] | null {
  const params = paramsOf(request)
  if (!params) return null
  const raw = Buffer.from(JSON.stringify({ params, ref: request.query.ref ?? null }))
  return [{ key: keyOf(params, raw), raw }]
}

function keyOf(params: Record<string, string>, raw: Buffer): string {
  const sid = sidOf(params)
  const status = statusOf(params)
  if (sid && status === null) return `message:${sid}`
  if (sid && status && /^[\w-]{1,40}$/.test(status)) return `status:${sid}:${status}`
  return `other:${createHash('sha256').update(raw).digest('hex')}`
}

/** The message's id; null when the post is about something else (a call, a typo, an attack). */
export function sidOf(params: Record<string, string>): string | null {
  const sid = params.MessageSid ?? params.SmsSid ?? ''
  return /^[A-Za-z0-9]{2,64}$/.test(sid) ? sid : null
}

/** The state a callback reports; null when the post brings a customer's message. */
export function statusOf(params: Record<string, string>): string | null {
  const status = params.MessageStatus ?? params.SmsStatus ?? ''
  return status === '' || status === 'received' || status === 'receiving' ? null : status
}
