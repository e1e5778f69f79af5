import { beforeEach, expect, test } from 'vitest'
import { type Said, TabPlaces } from './tab-places.ts'

let places: TabPlaces
beforeEach(() => {
  places = new TabPlaces()
})
const at = (panel: string | null, view: string | null = null) => ({ panel, view })
const words = (said: Said[]) =>
  said.map(({ name, payload }) => [name, payload.conversationId, payload.tab].filter(Boolean).join(' '))

test('a panel opens with the first tab that shows it and closes with the last', () => {
  expect(words(places.take('one', at('thandi'), 0))).toEqual(['panel.open thandi'])
  expect(words(places.take('two', at('pieter'), 0))).toEqual(['panel.open pieter'])
  places.take('three', at('thandi'), 0)
  expect(words(places.take('one', at('pieter'), 0))).toEqual(['panel.open pieter'])
  expect(words(places.take('three', at(null), 0))).toEqual(['panel.close thandi'])
  expect(words(places.leave('one'))).toEqual([])
  expect(words(places.leave('two'))).toEqual(['panel.close pieter'])
  expect(words(places.leave('two'))).toEqual([])
})

test('each tab is where it is, said again with every heartbeat, and gone when it shows nothing or is closed', () => {
  expect(words(places.take('one', at(null, 'thandi'), 0))).toEqual(['presence.view thandi one'])
  expect(words(places.take('one', at(null, 'thandi'), 15_000))).toEqual(['presence.view thandi one'])
  expect(words(places.take('two', at(null, 'pieter'), 15_000))).toEqual(['presence.view pieter two'])
  expect(words(places.take('one', at(null), 16_000))).toEqual(['presence.view one'])
  expect(words(places.take('one', at(null), 31_000))).toEqual([])
  expect(words(places.leave('two'))).toEqual(['presence.view two'])
})

test('a new connection is told everything, a shared panel once', () => {
  places.take('one', at('thandi', 'thandi'), 0)
  places.take('two', at('thandi'), 0)
  places.take('three', at(null, 'pieter'), 0)
  expect(words(places.all())).toEqual([
    'panel.open thandi',
    'presence.view thandi one',
    'presence.view pieter three',
  ])
})

test('a tab that died without a word is forgotten, one that still speaks is not', () => {
  places.take('dead', at('thandi', 'thandi'), 0)
  places.take('alive', at('pieter'), 0)
  places.take('alive', at('pieter'), 60_000)
  expect(words(places.forgetSilent(299_999))).toEqual([])
  expect(words(places.forgetSilent(300_000))).toEqual(['panel.close thandi', 'presence.view dead'])
  expect(words(places.all())).toEqual(['panel.open pieter'])
})

test('knows whether somebody looks at a conversation in any tab', () => {
  const places = new TabPlaces()
  places.take('one', { panel: 'a', view: 'a' }, 0)
  places.take('two', { panel: 'b', view: null }, 0)
  expect([places.isViewed('a'), places.isViewed('b')]).toEqual([true, false])
  places.leave('one')
  expect(places.isViewed('a')).toBe(false)
})
