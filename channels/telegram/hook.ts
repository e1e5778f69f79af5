/** Updates by webhook: one per post, proven by a secret that only Telegram and we know. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Hook, HookRequest, RawItem } from '../channel.ts'
import { isRecord, parse } from './json.ts'
import { type TelegramSettings, webhookSecretOf } from './settings.ts'

/** X-Telegram-Bot-Api-Secret-Token is the secret given to setWebhook. An empty secret never matches. */
function verify(request: HookRequest, settings: TelegramSettings): boolean {
  const given = Buffer.from(request.headers['x-telegram-bot-api-secret-token'] ?? '')
  const wanted = Buffer.from(webhookSecretOf(settings))
  return wanted.length > 0 && given.length === wanted.length && timingSafeEqual(given, wanted)
}

function split(request: HookRequest): RawItem[] | null {
  const update = parse(request.body)
  return isRecord(update) ? [itemOf(update, request.body)] : null
}

/** The same key by webhook and by polling, so a change of mode repeats nothing. */
export function itemOf(update: unknown, raw: Buffer = Buffer.from(JSON.stringify(update))): RawItem {
  const id = updateIdOf(update)
  const key = id === null ? `sha256:${createHash('sha256').update(raw).digest('hex')}` : `update:${id}`
  return { key, raw }
}

/** Ids name updates; they are never compared by size: after a quiet week Telegram goes on at a random one. */
export function updateIdOf(update: unknown): number | null {
  const id = isRecord(update) ? update.update_id : null
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null
}

export const hook: Hook<TelegramSettings> = { verify, split }
