import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { twilioSignature } from '../../test/fakes/twilio-signature.ts'
import type { HookRequest } from '../channel.ts'
import { hook } from './hook.ts'
import { samples } from './samples.ts'

const settings = { ...samples.settings, authToken: '12345' }

function form(url: string, fields: Record<string, string>, signature?: string): HookRequest {
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature ?? twilioSignature('12345', url, fields),
    },
    query: Object.fromEntries(new URL(url).searchParams),
    body: Buffer.from(new URLSearchParams(fields).toString()),
  }
}

function json(value: unknown, options: { hash?: string } = {}): HookRequest {
  const body = Buffer.from(JSON.stringify(value))
  const hash = options.hash ?? createHash('sha256').update(body).digest('hex')
  const url = `https://hub.example/hooks/sms/k?bodySHA256=${hash}`
  const headers = {
    'content-type': 'application/json',
    'x-twilio-signature': twilioSignature('12345', url, {}),
  }
  return { method: 'POST', url, headers, query: { bodySHA256: hash }, body }
}

test('the signature of the published example verifies', () => {
  const fields = {
    Digits: '1234',
    To: '+18005551212',
    From: '+14158675309',
    Caller: '+14158675309',
    CallSid: 'CA1234567890ABCDE',
  }
  const request = form('https://mycompany.com/myapp.php?foo=1&bar=2', fields, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')
  expect(hook.verify(request, settings)).toBe(true)
})

test('another URL, query, token, field or method does not verify', () => {
  const request = form('https://hub.example/hooks/sms/k?ref=a1', { MessageSid: 'SM1', Body: 'hi' })
  expect(hook.verify(request, settings)).toBe(true)
  expect(hook.verify({ ...request, url: 'https://hub.example/hooks/sms/k?ref=a2' }, settings)).toBe(false)
  expect(hook.verify({ ...request, url: 'http://hub.example/hooks/sms/k?ref=a1' }, settings)).toBe(false)
  expect(hook.verify(request, { ...settings, authToken: '12346' })).toBe(false)
  expect(hook.verify({ ...request, body: Buffer.from('MessageSid=SM1&Body=ho') }, settings)).toBe(false)
  expect(hook.verify({ ...request, method: 'GET' }, settings)).toBe(false)
  expect(hook.verify({ ...request, headers: {} }, settings)).toBe(false)
})

test('an empty token never verifies, not even what was signed with it', () => {
  const url = 'https://hub.example/hooks/sms/k'
  const fields = { MessageSid: 'SM1' }
  const request = { ...form(url, fields, twilioSignature('', url, fields)) }
  expect(hook.verify(request, { ...settings, authToken: '' })).toBe(false)
})

test('a JSON post verifies by the hash of its body in the signed URL', () => {
  expect(hook.verify(json({ MessageSid: 'SM1' }), settings)).toBe(true)
  expect(hook.verify(json({ MessageSid: 'SM1' }, { hash: '0'.repeat(64) }), settings)).toBe(false)
  expect(hook.verify(json({ MessageSid: 'SM1' }, { hash: '' }), settings)).toBe(false)
  const changed = { ...json({ MessageSid: 'SM1' }), body: Buffer.from('{"MessageSid":"SM2"}') }
  expect(hook.verify(changed, settings)).toBe(false)
})

test('a form passed off as JSON does not verify', () => {
  const request = form('https://hub.example/hooks/sms/k', { MessageSid: 'SM1' })
  const disguised = { ...request, headers: { ...request.headers, 'content-type': 'application/json' } }
  expect(hook.verify(disguised, settings)).toBe(false)
})

test.each([
  [{ MessageSid: 'SM1', SmsStatus: 'received', Body: 'hi' }, /^message:SM1$/],
  [{ MessageSid: 'SM1', Body: 'hi' }, /^message:SM1$/],
  [{ MessageSid: 'SM1', MessageStatus: 'delivered', SmsStatus: 'delivered' }, /^status:SM1:delivered$/],
  [{ SmsSid: 'SM1', SmsStatus: 'sent' }, /^status:SM1:sent$/],
  [{ CallSid: 'CA1' }, /^other:[0-9a-f]{64}$/],
  [{ MessageSid: 'x'.repeat(500), Body: 'hi' }, /^other:[0-9a-f]{64}$/],
  [{ MessageSid: 'SM1', MessageStatus: 'a b:c' }, /^other:[0-9a-f]{64}$/],
] as [Record<string, string>, RegExp][])('the post %j gets the key %s', (fields, key) => {
  expect(hook.split(form('https://hub.example/h', fields))).toMatchObject([
    { key: expect.stringMatching(key) },
  ])
})

test('the attempt id of the callback address is kept with the parameters', () => {
  const request = form('https://hub.example/h?ref=a%201', { MessageSid: 'SM1', MessageStatus: 'sent' })
  expect(JSON.parse(hook.split(request)![0]!.raw.toString())).toEqual({
    params: { MessageSid: 'SM1', MessageStatus: 'sent' },
    ref: 'a 1',
  })
})

test('a JSON post is split like a form; broken JSON, an empty body and bytes that are no text are not', () => {
  expect(hook.split(json({ MessageSid: 'SM1', Body: 'hi', NumMedia: 0 }))).toMatchObject([
    { key: 'message:SM1' },
  ])
  const request = json({})
  for (const text of ['{', '[]', '"text"', 'null', '']) {
    expect(hook.split({ ...request, body: Buffer.from(text) })).toBeNull()
  }
  const asForm = form('https://hub.example/h', {})
  expect(hook.split(asForm)).toBeNull()
  expect(hook.split({ ...asForm, body: Buffer.from([0x61, 0x3d, 0xff]) })).toBeNull()
})
