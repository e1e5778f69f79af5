import { expect, it } from 'vitest'
import { hintOf, messageIn, placeOf } from './mention-words.ts'

const mention = {
  messageId: '01990000-0000-7000-8000-000000000001',
  conversationId: '01990000-0000-7000-8000-000000000002',
  contact: { id: 'n', name: 'Nandi' },
  author: { id: 's', name: 'Sizwe' },
  text: '@Lerato\n\nplease   look',
  at: '2026-03-02T09:00:00Z',
  seenAt: null,
}

it('the address of a note leads back to the note, any other to none', () => {
  const place = placeOf(mention)
  expect(messageIn(place.slice(place.indexOf('#')))).toBe(mention.messageId)
  for (const hash of ['', '#', '#message-', '#message-x', '#other', `#message-${mention.messageId}"]`])
    expect(messageIn(hash)).toBeNull()
})

it('a hint is one line, cut between letters', () => {
  expect(hintOf(mention)).toBe('Sizwe named you: @Lerato please look')
  const long = hintOf({ ...mention, author: null, text: '👩‍🔧'.repeat(100) })
  expect(long).toMatch(/^A colleague named you: .*…$/)
  expect(long.isWellFormed()).toBe(true)
  expect([...long].length).toBeLessThan(120)
})
