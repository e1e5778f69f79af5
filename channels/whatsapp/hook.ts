/** Proof that a request comes from Meta: the set-up handshake and the signature over every webhook. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Hook, HookAnswer, HookRequest } from '../channel.ts'
import type { WhatsappSettings } from './settings.ts'
import { split } from './split.ts'

/** GET with hub.mode=subscribe: the challenge comes back when the verify token is ours, 403 when it is not. */
function handshake(request: HookRequest, settings: WhatsappSettings): HookAnswer | null {
  const challenge = request.query['hub.challenge']
  if (request.method !== 'GET' || request.query['hub.mode'] !== 'subscribe' || !challenge) return null
  if (!same(request.query['hub.verify_token'], settings.verifyToken)) {
    return { status: 403, contentType: 'text/plain', body: 'The verify token is not the one in our settings' }
  }
  return { status: 200, contentType: 'text/plain', body: challenge }
}

/** X-Hub-Signature-256: "sha256=" and the hex HMAC of the raw body, keyed with the app secret. */
function verify(request: HookRequest, settings: WhatsappSettings): boolean {
  if (!settings.appSecret) return false
  const wanted = createHmac('sha256', settings.appSecret).update(request.body).digest('hex')
  return same(request.headers['x-hub-signature-256'], `sha256=${wanted}`)
}

/** Constant-time; an empty secret never matches. */
function same(given: string | undefined, wanted: string | undefined): boolean {
  if (!given || !wanted) return false
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)]
  return left.length === right.length && timingSafeEqual(left, right)
}

export const hook: Hook<WhatsappSettings> = { handshake, verify, split }
