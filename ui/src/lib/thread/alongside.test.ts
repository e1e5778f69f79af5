import { expect, test } from 'vitest'
import type { ConversationListItem } from '../api/types.ts'
import { Rows } from '../live/rows.ts'
import { alongsideNow } from './alongside.ts'
import { howMany, nameOf } from './stretch-words.ts'

const contact = { id: 'nandi', name: 'Nandi' }
const item = (id: string, more: Partial<ConversationListItem> = {}) =>
  ({
    ...{
      id,
      contact,
      status: 'open',
      lastSeq: 5,
      inboundCount: 3,
      readCount: 1,
      lastMessageAt: '2026-03-02',
    },
    ...more,
  }) as ConversationListItem
const open = item('chat')
const now = (answered: ConversationListItem[], ...rows: ConversationListItem[]) =>
  alongsideNow(answered, Rows.none.with(rows), open)

test('rows that live events brought further overrule the answer, reading never goes backwards', () => {
  expect(now([item('a')], item('a', { lastSeq: 6, inboundCount: 4, readCount: 0 }))).toMatchObject([
    { inboundCount: 4, readCount: 1 },
  ])
  expect(now([item('a')], item('a', { lastSeq: 4, inboundCount: 2, readCount: 3 }))).toMatchObject([
    { inboundCount: 3, readCount: 3 },
  ])
})

test('what was resolved, given to another contact or opened itself is gone; the latest comes first', () => {
  const answered = [item('a'), item('b', { lastMessageAt: '2026-03-03' }), item('chat'), item('c'), item('d')]
  const rows = [
    item('c', { lastSeq: 6, status: 'resolved' }),
    item('d', { lastSeq: 6, contact: { id: 'sipho', name: 'Sipho' } }),
  ]
  expect(now(answered, ...rows).map(each => each.id)).toEqual(['b', 'a'])
})

test('a conversation is named by its subject, a chat by its channel', () => {
  expect(nameOf({ subject: 'Router broken', thread: 'thread' }, 'Email')).toBe('Router broken')
  expect(nameOf({ subject: null, thread: 'chat' }, 'WhatsApp')).toBe('WhatsApp chat')
  expect(nameOf({ subject: null, thread: 'thread' }, 'Email')).toBe('No subject')
  expect([howMany(1, { thread: 'thread' }), howMany(3, { thread: 'chat' })]).toEqual(['1 mail', '3 messages'])
})
