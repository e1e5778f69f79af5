import { expect, it } from 'vitest'
import { noticeOfPush } from './pushed.ts'

const came = {
  memberId: 'me',
  kind: 'message',
  conversationId: 'c1',
  name: 'Nandi',
  inbox: 'Support',
  by: null,
  text: 'my line is slow',
}

it('says who wrote, the first words and where; and leads to the conversation', () => {
  expect(noticeOfPush(came, 'me')).toEqual({
    title: 'Nandi',
    body: 'my line is slow\nSupport',
    tag: 'c1',
    path: '/inbox/open/c1',
    isTest: false,
  })
  expect(noticeOfPush({ ...came, kind: 'assigned', by: 'Lerato', inbox: null }, 'me')?.body).toBe(
    'Lerato gave you this conversation',
  )
})

it('is dropped when somebody else sits here, or nobody', () => {
  expect(noticeOfPush(came, 'somebody else')).toBe(null)
  expect(noticeOfPush(came, null)).toBe(null)
  expect(noticeOfPush({ ...came, memberId: undefined }, 'me')).toBe(null)
})

it('of a later version is shown as a message; what cannot be read is dropped', () => {
  expect(noticeOfPush({ ...came, kind: 'called' }, 'me')?.body).toBe('my line is slow\nSupport')
  for (const odd of [null, 'text', 7, {}, { memberId: 'me' }, { ...came, name: 7 }]) {
    expect(noticeOfPush(odd, 'me')).toBe(null)
  }
})

it('a test says that it works', () => {
  expect(noticeOfPush({ memberId: 'me', kind: 'test' }, 'me')).toMatchObject({ isTest: true, tag: 'try' })
})
