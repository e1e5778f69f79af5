import { beforeEach, expect, test } from 'vitest'
import { OwnPlace } from './own-place.ts'

let now: number
let said: string[]
let place: OwnPlace
beforeEach(() => {
  now = 1_000_000
  said = []
  const mouth = {
    view: (id: string | null) => void said.push(`view ${id}`),
    type: (id: string, kind: string | null) => void said.push(`type ${id} ${kind}`),
  }
  place = new OwnPlace(mouth, () => now)
})

test('a conversation is said when it is shown, once, and when it is left', () => {
  place.show('one')
  place.show('one')
  place.hide('one')
  place.hide('one')
  expect(said).toEqual(['view one', 'view null'])
})

test('the next one may come before the last is left', () => {
  place.show('one')
  place.show('two')
  place.hide('one')
  expect(said).toEqual(['view one', 'view two'])
})

test('a page nobody looks at is nowhere, and back where it was when they look again', () => {
  place.show('one')
  place.seen(false)
  place.seen(false)
  place.seen(true)
  expect(said).toEqual(['view one', 'view null', 'view one'])
  place.seen(false)
  place.show('two')
  place.seen(true)
  expect(said.slice(3)).toEqual(['view null', 'view two'])
})

test('writing is said at most every three seconds, and at once when it is something else', () => {
  place.show('one')
  said = []
  place.typed('one', 'reply', 'H')
  now += 2_999
  place.typed('one', 'reply', 'He')
  now += 1
  place.typed('one', 'reply', 'Hel')
  place.typed('one', 'note', 'Call')
  expect(said).toEqual(['type one reply', 'type one reply', 'type one note'])
})

test('an empty text and a sent one are no longer writing, said once', () => {
  place.typed('one', 'reply', 'H')
  place.typed('one', 'reply', '')
  place.stopped('one')
  place.typed('one', 'reply', 'H')
  expect(said).toEqual(['type one reply', 'type one null', 'type one reply'])
})
