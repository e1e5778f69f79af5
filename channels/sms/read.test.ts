import { expect, test } from 'vitest'
import { read } from './read.ts'

const item = (params: Record<string, string>, ref: string | null = null) =>
  Buffer.from(JSON.stringify({ params, ref }))
const first = (params: Record<string, string>, ref: string | null = null) => read(item(params, ref))[0]!

test('a text becomes a message of a phone in E.164', () => {
  expect(
    first({ MessageSid: 'SM1', From: '+27 82 123 0001', Body: ' Hello ', SmsStatus: 'received' }),
  ).toEqual({
    type: 'message',
    externalId: 'SM1',
    from: { kind: 'phone', value: '+27821230001' },
    text: ' Hello ',
    sentAt: null,
    attachments: [],
    references: [],
    automatic: false,
    flags: [],
  })
})

test('every file of an MMS is listed with a name people can open', () => {
  const message = first({
    MessageSid: 'MM1',
    From: '+27821230001',
    Body: '',
    NumMedia: '3',
    MediaUrl0: 'https://api.twilio.com/a',
    MediaContentType0: 'image/jpeg',
    MediaUrl1: 'https://api.twilio.com/b',
    MediaContentType1: 'text/x-vcard',
    MediaUrl2: 'https://api.twilio.com/c',
  })
  expect(message).toMatchObject({
    flags: [],
    attachments: [
      { ref: 'https://api.twilio.com/a', name: 'media-1.jpg', contentType: 'image/jpeg', sizeBytes: null },
      { name: 'media-2.vcard', contentType: 'text/x-vcard' },
      { name: 'media-3', contentType: 'application/octet-stream' },
    ],
  })
})

test('an absurd number of files does not keep the reader busy', () => {
  expect(first({ MessageSid: 'MM1', From: '+27821230001', Body: 'x', NumMedia: '1e99' })).toMatchObject({
    attachments: [],
  })
  expect(first({ MessageSid: 'MM1', From: '+27821230001', Body: 'x', NumMedia: '99999999' })).toMatchObject({
    attachments: [],
  })
})

test('a sender that is no phone number is kept and flagged', () => {
  for (const [From, value] of [
    ['BANK', 'BANK'],
    ['31234', '31234'],
    ['', 'unknown'],
  ] as const) {
    const message = first({ MessageSid: 'SM1', From, Body: 'Your code' })
    expect(message).toMatchObject({ type: 'message', from: { value }, flags: [expect.any(String)] })
  }
})

test('an empty text and an opt-out are flagged', () => {
  expect(first({ MessageSid: 'SM1', From: '+27821230001', Body: '' })).toMatchObject({
    flags: ['empty message'],
  })
  expect(first({ MessageSid: 'SM1', From: '+27821230001', Body: 'STOP', OptOutType: 'STOP' })).toMatchObject({
    flags: [expect.stringMatching(/^opted out/)],
  })
})

test.each([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
])('the status %s is a receipt %s with our attempt id', (status, state) => {
  const fields = { MessageSid: 'SM1', MessageStatus: status, SmsStatus: status }
  expect(first(fields, 'a1')).toEqual({ type: 'receipt', externalId: 'SM1', ref: 'a1', state, at: null })
})

test('a failure says why, in words for known codes and by number otherwise', () => {
  const failed = (ErrorCode?: string) =>
    first({ MessageSid: 'SM1', MessageStatus: 'undelivered', ...(ErrorCode ? { ErrorCode } : {}) })
  expect(failed('30003')).toMatchObject({
    state: 'failed',
    reason: { code: '30003', words: 'The phone is switched off or out of reach' },
  })
  expect(failed('39999')).toMatchObject({ reason: { code: '39999', words: 'Twilio error 39999' } })
  expect(failed('constructor')).toMatchObject({ reason: { words: 'Twilio error constructor' } })
  expect(failed()).toMatchObject({ reason: { code: 'undelivered', words: 'Twilio gave no reason' } })
})

test.each(['queued', 'accepted', 'sending', 'scheduled', 'partially_delivered'])(
  'the status %s changes nothing and stays an unknown event',
  status => {
    expect(first({ MessageSid: 'SM1', MessageStatus: status })).toEqual({
      type: 'unknown',
      kind: `status ${status}`,
    })
  },
)

test('what is no post of Twilio becomes an unknown event', () => {
  for (const text of [
    '',
    'x',
    '{}',
    '[]',
    '{"params":{},"ref":null}',
    '{"params":{"MessageSid":1},"ref":null}',
  ]) {
    expect(read(Buffer.from(text))).toMatchObject([{ type: 'unknown' }])
  }
  expect(first({ CallSid: 'CA1' })).toEqual({ type: 'unknown', kind: 'voice call' })
})
