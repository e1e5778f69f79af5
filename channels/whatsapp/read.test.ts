import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IncomingMessage } from '../channel.ts'
import { read } from './read.ts'
import { samples } from './samples.ts'

const bytes = (item: unknown) => Buffer.from(JSON.stringify(item))
const contacts = [{ profile: { name: 'Thandi Example' }, wa_id: '27821230001' }]

function message(content: object): IncomingMessage {
  const base = { from: '27821230001', id: 'wamid.A1', timestamp: '1767250800' }
  const [event] = read(bytes({ metadata: {}, contacts, message: { ...base, ...content } }))
  expect(event?.type).toBe('message')
  return event as IncomingMessage
}

const status = (content: object) =>
  read(bytes({ metadata: {}, status: { id: 'wamid.OUT', timestamp: '1767250800', ...content } }))[0]

for (const sample of samples.raws) {
  test(`the sample "${sample.name}" reads as promised`, () => {
    const events = read(sample.raw)
    expect(events.map(event => event.type)).toEqual(sample.expect.types)
    const [event] = events
    if (event?.type !== 'message') return
    expect(event.from.value).toBe(sample.expect.fromValue)
    expect(event.text).toBe(sample.expect.text)
  })
}

test('a text carries its sender, time, id and the message it answers', () => {
  const context = { from: '27215550100', id: 'wamid.OUT' }
  expect(message({ type: 'text', text: { body: 'Still slow' }, context })).toEqual({
    type: 'message',
    externalId: 'wamid.A1',
    from: { kind: 'phone', value: '+27821230001', name: 'Thandi Example' },
    text: 'Still slow',
    sentAt: new Date(1767250800_000),
    attachments: [],
    references: ['wamid.OUT'],
    automatic: false,
    flags: [],
  })
})

test('files keep their media id, type and name; the caption is the text', () => {
  const document = { id: '77', mime_type: 'application/pdf', filename: 'proof.pdf', caption: 'Paid' }
  const received = message({ type: 'document', document })
  expect(received.text).toBe('Paid')
  const named = { ref: '77', name: 'proof.pdf', contentType: 'application/pdf', sizeBytes: null }
  expect(received.attachments).toEqual([named])
  const audio = { id: '78', mime_type: 'audio/ogg; codecs=opus', voice: true }
  expect(message({ type: 'audio', audio }).attachments[0]).toMatchObject({ ref: '78', name: 'voice.ogg' })
  for (const kind of ['image', 'video', 'voice', 'sticker']) {
    expect(message({ type: kind, [kind]: { id: kind } }).attachments[0]?.ref).toBe(kind)
  }
})

test('places, contacts, buttons and choices become words', () => {
  const location = { latitude: -33.9, longitude: 18.4, name: 'Home' }
  expect(message({ type: 'location', location }).text).toBe('Location: Home (-33.9, 18.4)')
  const card = { name: { formatted_name: 'Sipho' }, phones: [{ phone: '+27821230002' }] }
  expect(message({ type: 'contacts', contacts: [card] }).text).toBe('Contact: Sipho, +27821230002')
  expect(message({ type: 'button', button: { text: 'Yes', payload: 'y' } }).text).toBe('Yes')
  const choice = { type: 'list_reply', list_reply: { id: '1', title: 'Billing', description: 'Invoices' } }
  expect(message({ type: 'interactive', interactive: choice }).text).toBe('Billing\nInvoices')
})

test('a reaction is the emoji, pointing at its message; taking it back is seen too', () => {
  const given = message({ type: 'reaction', reaction: { message_id: 'wamid.OUT', emoji: '👍' } })
  expect([given.text, given.references, given.flags]).toEqual(['👍', ['wamid.OUT'], ['reaction']])
  const taken = message({ type: 'reaction', reaction: { message_id: 'wamid.OUT' } })
  expect([taken.text, taken.flags]).toEqual(['', ['reaction removed']])
})

test('a notice of WhatsApp is automatic', () => {
  const system = { type: 'user_changed_number', body: 'Thandi changed her number' }
  const notice = message({ type: 'system', system })
  expect([notice.text, notice.automatic]).toEqual(['Thandi changed her number', true])
})

test('a kind we do not know still reaches the agent', () => {
  expect(message({ type: 'order', order: {} }).flags).toEqual(['unsupported message type "order"'])
  const errors = [{ code: 131051, title: 'Unsupported message type' }]
  expect(message({ type: 'unsupported', errors }).flags).toEqual([
    'unsupported message: Unsupported message type',
  ])
  expect(message({ type: '__proto__' }).flags).toEqual(['unsupported message type "__proto__"'])
})

test('forwarding and ads are flagged', () => {
  const more = { context: { forwarded: true }, referral: { headline: 'Fibre week' } }
  expect(message({ type: 'text', text: { body: 'x' }, ...more }).flags).toEqual([
    'forwarded',
    'came from an ad: Fibre week',
  ])
})

test('a sender without a phone number is an unknown event', () => {
  for (const from of [undefined, '', 'ZA.1234567890', 27821230001.5]) {
    const item = { contacts: [{ user_id: 'ZA.12' }], message: { from, id: 'wamid.B', type: 'text' } }
    expect(read(bytes(item))).toEqual([{ type: 'unknown', kind: 'message.no-phone' }])
  }
})

test('receipts carry our own reference back', () => {
  for (const state of ['sent', 'delivered', 'read']) {
    expect(status({ status: state, biz_opaque_callback_data: 'attempt-1' })).toEqual({
      type: 'receipt',
      externalId: 'wamid.OUT',
      ref: 'attempt-1',
      state,
      at: new Date(1767250800_000),
    })
  }
})

test("a failure carries Meta's code and words", () => {
  const errors = [
    { code: 131047, title: 'Re-engagement message', error_data: { details: 'More than 24 hours' } },
  ]
  expect(status({ status: 'failed', errors })).toMatchObject({
    state: 'failed',
    reason: {
      code: '131047',
      words: expect.stringMatching(
        /^More than 24 hours .*template.*\(Re-engagement message: More than 24 hours\)$/,
      ),
    },
  })
  expect(status({ status: 'failed' })).toMatchObject({ reason: { words: 'WhatsApp gave no reason' } })
})

test('states, fields and bytes we do not know are named, not lost', () => {
  expect(status({ status: 'played' })).toEqual({ type: 'unknown', kind: 'status.played' })
  expect(read(bytes({ unknown: { change: { field: 'account_update' } } }))).toEqual([
    { type: 'unknown', kind: 'account_update' },
  ])
  expect(read(Buffer.from('no json'))).toEqual([{ type: 'unknown', kind: 'unreadable' }])
})

test('whatever shape the fields have, something is read and nothing throws', () => {
  const types = fc.constantFrom(
    'text',
    'image',
    'location',
    'contacts',
    'reaction',
    'interactive',
    'system',
    'odd',
  )
  fc.assert(
    fc.property(types, fc.jsonValue(), fc.jsonValue(), (type, part, odd) => {
      const said = { from: '27821230001', type, [type]: part, context: odd, timestamp: odd, errors: odd }
      const items = [
        { message: said, contacts: odd },
        { message: odd },
        { status: odd },
        { unknown: odd },
        odd,
      ]
      for (const item of items) expect(read(bytes(item))).toHaveLength(1)
    }),
  )
})
