import { expect, test } from 'vitest'
import type { HookRequest } from '../channel.ts'
import { hook, itemOf } from './hook.ts'
import { samples } from './samples.ts'
import { settings, webhookSecretOf } from './settings.ts'

const account = samples.settings
const update = { update_id: 4711, message: {} }

function request(secret: string | undefined, body = JSON.stringify(update)): HookRequest {
  const headers = { 'x-telegram-bot-api-secret-token': secret }
  return {
    method: 'POST',
    url: 'https://desk.isp.example/hooks/telegram/one',
    headers,
    query: {},
    body: Buffer.from(body),
  }
}

test('only the right secret is accepted', () => {
  expect(hook.verify(request(account.webhookSecret), account)).toBe(true)
  expect(hook.verify(request(`${account.webhookSecret}x`), account)).toBe(false)
  expect(hook.verify(request(account.webhookSecret.toUpperCase()), account)).toBe(false)
  expect(hook.verify(request(undefined), account)).toBe(false)
})

test('an empty secret falls back to one derived from the token, and never matches an empty header', () => {
  const derived = settings.parse({ botToken: account.botToken })
  expect(webhookSecretOf(derived)).toMatch(/^[0-9a-f]{64}$/)
  expect(hook.verify(request(webhookSecretOf(derived)), derived)).toBe(true)
  expect(hook.verify(request(''), derived)).toBe(false)
  expect(hook.verify(request(''), { ...derived, botToken: '' })).toBe(false)
})

test('one update is one item with its exact bytes, keyed by its id', () => {
  const body = `{"update_id":4711,  "message":{"text":"\\u00e9"}}`
  expect(hook.split(request('', body))).toEqual([{ key: 'update:4711', raw: Buffer.from(body) }])
})

test('webhook and polling give an update the same key', () => {
  expect(itemOf(update).key).toBe(hook.split(request(''))?.[0]?.key)
})

test('an object without an id is kept under its hash, and what is no object is refused', () => {
  expect(hook.split(request('', '{"odd":true}'))?.[0]?.key).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(hook.split(request('', '[1]'))).toBeNull()
  expect(hook.split(request('', '{"update_id":'))).toBeNull()
})

test('settings refuse a token that is none, in words', () => {
  expect(settings.safeParse({ botToken: 'hello' }).error?.issues[0]?.message).toContain('@BotFather')
  expect(settings.parse({ botToken: ' 1:abc ' })).toEqual({
    botToken: '1:abc',
    mode: 'polling',
    webhookSecret: '',
    apiUrl: 'https://api.telegram.org',
  })
})
