import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IncomingMessage } from '../channel.ts'
import { read } from './read.ts'
import { samples } from './samples.ts'

const chat = { id: 55501, type: 'private', first_name: 'Lerato', last_name: 'Example' }
const bytes = (update: unknown) => Buffer.from(JSON.stringify(update))

function message(content: object, kind = 'message'): IncomingMessage {
  const update = { update_id: 1, [kind]: { message_id: 7, chat, date: 1767250800, ...content } }
  const [event] = read(bytes(update))
  expect(event?.type).toBe('message')
  return event as IncomingMessage
}

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
  expect(message({ text: 'Still slow', reply_to_message: { message_id: 5 } })).toEqual({
    type: 'message',
    externalId: '55501:7',
    from: { kind: 'telegram', value: '55501', name: 'Lerato Example' },
    text: 'Still slow',
    sentAt: new Date(1767250800_000),
    attachments: [],
    references: ['55501:5'],
    automatic: false,
    flags: [],
  })
})

test('an edit is a message of its own and says so', () => {
  const edit = message({ text: 'Still down', edit_date: 1767250860 }, 'edited_message')
  expect(edit.externalId).toBe('55501:7:edit:1767250860')
  expect(edit.flags).toEqual(['edited'])
  expect(edit.sentAt).toEqual(new Date(1767250860_000))
})

test('of a photo the largest size is taken, and the caption is the text', () => {
  const photo = [
    { file_id: 'large', width: 1280, height: 960, file_size: 9 },
    { file_id: 'small', width: 90, height: 67 },
  ]
  const { text, attachments } = message({ photo, caption: 'The light is red' })
  expect(text).toBe('The light is red')
  expect(attachments).toEqual([{ ref: 'large', name: 'photo.jpg', contentType: 'image/jpeg', sizeBytes: 9 }])
})

test('documents, voice notes, audio and video keep their names and types', () => {
  const document = { file_id: 'd', file_name: 'proof.pdf', mime_type: 'application/pdf', file_size: 10 }
  const named = { ref: 'd', name: 'proof.pdf', contentType: 'application/pdf', sizeBytes: 10 }
  expect(message({ document }).attachments).toEqual([named])
  for (const kind of ['voice', 'audio', 'video', 'video_note']) {
    expect(message({ [kind]: { file_id: kind } }).attachments[0]?.ref).toBe(kind)
  }
})

test('a file that Telegram will not give to bots is flagged', () => {
  const { flags } = message({ video: { file_id: 'v', file_size: 20_000_001 } })
  expect(flags).toEqual(['file over 20 MB: Telegram does not let bots fetch it'])
})

test('stickers, places and contacts become words', () => {
  expect(message({ sticker: { file_id: 's', emoji: '👍' } }).text).toBe('👍')
  expect(message({ location: { latitude: -33.9, longitude: 18.4 } }).text).toBe('Location: -33.9, 18.4')
  const contact = { first_name: 'Sipho', phone_number: '+27821230002' }
  expect(message({ contact }).text).toBe('Contact: Sipho, +27821230002')
})

test('a kind we cannot show still reaches the agent', () => {
  expect(message({ poll: { question: 'Which day?' } }).flags).toEqual(['unsupported message type "poll"'])
})

test('groups, service notes and other updates are named, not lost', () => {
  const group = { update_id: 1, message: { message_id: 1, chat: { id: -5, type: 'group' }, text: 'x' } }
  expect(read(bytes(group))).toEqual([{ type: 'unknown', kind: 'message.group' }])
  const pinned = { update_id: 1, message: { message_id: 1, chat, date: 1, pinned_message: {} } }
  expect(read(bytes(pinned))).toEqual([{ type: 'unknown', kind: 'message.pinned_message' }])
  expect(read(bytes({ update_id: 1, poll: {} }))).toEqual([{ type: 'unknown', kind: 'poll' }])
  expect(read(Buffer.from('no json'))).toEqual([{ type: 'unknown', kind: 'unreadable' }])
})

test('whatever shape the fields have, something is read and nothing throws', () => {
  const kinds = fc.constantFrom(
    'text',
    'photo',
    'document',
    'sticker',
    'location',
    'contact',
    'caption',
    'date',
  )
  fc.assert(
    fc.property(fc.dictionary(kinds, fc.jsonValue()), fc.jsonValue(), (content, odd) => {
      const odds = [
        { message: { message_id: 7, chat, ...content } },
        { message: odd },
        { edited_message: odd },
        odd,
      ]
      for (const update of odds) expect(read(bytes(update))).toHaveLength(1)
    }),
  )
})
