/** Posts shaped like Twilio's, signed as Twilio signs them. */
import { createHmac } from 'node:crypto'
import type { HookRequest } from '../channel.ts'
import type { ChannelSamples } from '../samples.ts'
import type { SmsSettings } from './settings.ts'

const accountSid = `AC${'0123456789abcdef'.repeat(2)}`
const exampleUrl = 'https://hub.example/hooks/sms/k7Qd2?ref=0198c0de-0000-7000-8000-000000000001'

const settings: SmsSettings = {
  accountSid,
  authToken: 'f00dfeed'.repeat(4),
  fromNumber: '+27821230000',
  apiUrl: 'https://api.twilio.com',
}

const form = (fields: Record<string, string>) => Buffer.from(new URLSearchParams(fields).toString())
const item = (params: Record<string, string>, ref: string | null = null) =>
  Buffer.from(JSON.stringify({ params, ref }))

const incoming = {
  ToCountry: 'ZA',
  MessageSid: `SM${'1a'.repeat(16)}`,
  SmsStatus: 'received',
  Body: 'No internet since 7 🙁 & the light is red',
  From: '+27821230001',
  To: settings.fromNumber,
  NumMedia: '0',
  AccountSid: accountSid,
}

const mms = {
  ...incoming,
  Body: '',
  NumMedia: '1',
  MediaContentType0: 'image/jpeg',
  MediaUrl0: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${incoming.MessageSid}/Media/ME01`,
}

const callback = {
  MessageSid: `SM${'2b'.repeat(16)}`,
  SmsSid: `SM${'2b'.repeat(16)}`,
  To: '+27821230001',
  From: settings.fromNumber,
  AccountSid: accountSid,
}

/** Signs over the URL and the fields in the order of their names. */
function request(body: Buffer, { authToken }: SmsSettings, url = exampleUrl): HookRequest {
  const fields = [...new URLSearchParams(body.toString())].sort(([a], [b]) => (a < b ? -1 : 1))
  const signed = createHmac('sha1', authToken).update(url + fields.flat().join(''))
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signed.digest('base64'),
    },
    query: Object.fromEntries(new URL(url).searchParams),
    body,
  }
}

export const samples: ChannelSamples<SmsSettings> = {
  settings,
  hook: {
    request,
    batch: form(incoming), // Twilio never gathers several messages into one post
    batchItems: 1,
    unknownKind: form({ CallSid: `CA${'3c'.repeat(16)}`, CallStatus: 'ringing', From: '+27821230001' }),
    malformed: Buffer.from([0x42, 0x6f, 0x64, 0x79, 0x3d, 0xff, 0xfe]),
  },
  raws: [
    {
      name: 'a message',
      raw: item(incoming),
      expect: { types: ['message'], fromValue: '+27821230001', text: incoming.Body },
    },
    {
      name: 'a picture',
      raw: item(mms),
      expect: { types: ['message'], fromValue: '+27821230001', text: '' },
    },
    {
      name: 'delivered',
      raw: item({ ...callback, MessageStatus: 'delivered' }, 'a1'),
      expect: { types: ['receipt'] },
    },
    {
      name: 'undelivered',
      raw: item({ ...callback, MessageStatus: 'undelivered', ErrorCode: '30003' }, 'a1'),
      expect: { types: ['receipt'] },
    },
    {
      name: 'queued',
      raw: item({ ...callback, MessageStatus: 'queued' }, 'a1'),
      expect: { types: ['unknown'] },
    },
  ],
}
