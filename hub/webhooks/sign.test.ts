import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { changeoverMs, newSecret, rotated, signingNow } from './secret.ts'
import { signedHeaders } from './sign.ts'

const now = new Date()
const message = { id: '01990000-0000-7000-8000-000000000001', body: '{"type":"invoice.issued","text":"añ"}' }

test('a secret is whsec_ and 32 bytes in base64, never the same twice', () => {
  const secret = newSecret()
  expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32)
  expect(newSecret()).not.toBe(secret)
})

test('a receiver verifies with its secret, and with no other and for no other body', () => {
  const secret = newSecret()
  const headers = signedHeaders([secret], message, now)
  expect(new Webhook(secret).verify(message.body, headers)).toEqual(JSON.parse(message.body))
  expect(() => new Webhook(newSecret()).verify(message.body, headers)).toThrow()
  expect(() => new Webhook(secret).verify(`${message.body} `, headers)).toThrow()
})

test('after a rotation both secrets verify for a day, then only the new one', () => {
  const before = newSecret()
  const after = newSecret()
  const secrets = rotated({ current: before }, after, now)
  const during = signedHeaders(signingNow(secrets, now), message, now)
  expect(during['webhook-signature']?.split(' ')).toHaveLength(2)
  for (const secret of [before, after]) new Webhook(secret).verify(message.body, during)
  const nextDay = new Date(now.getTime() + changeoverMs)
  expect(signingNow(secrets, nextDay)).toEqual([after])
})
