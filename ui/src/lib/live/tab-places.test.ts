import { beforeEach, expect, test } from 'vitest'
import { type Said, TabPlaces } from './tab-places.ts'
import { nowhere } from './tab-words.ts'

let places: TabPlaces
beforeEach(() => {
  places = new TabPlaces()
})
const at = (panel: string | null, view: string | null = null, network = false) => ({
  ...nowhere,
  panel,
  view,
  network,
})
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

test('the network is watched from the first tab that shows it to the last, and again over a new connection', () => {
  const watching = at(null, null, true)
  expect(words(places.take('one', watching, 0))).toEqual(['network.open'])
  expect(words(places.take('two', watching, 0))).toEqual([])
  expect(words(places.take('one', at('thandi'), 0))).toEqual(['panel.open thandi'])
  expect(words(places.all())).toEqual(['panel.open thandi', 'network.open'])
  expect(words(places.leave('two'))).toEqual(['network.close'])
  expect(words(places.all())).toEqual(['panel.open thandi'])
})

test('a tab that died without a word is forgotten, one that still speaks is not', () => {
  places.take('dead', at('thandi', 'thandi'), 0)
  places.take('alive', at('pieter'), 0)
  places.take('alive', at('pieter'), 60_000)
  expect(words(places.forgetSilent(299_999))).toEqual([])
  expect(words(places.forgetSilent(300_000))).toEqual(['panel.close thandi', 'presence.view dead'])
  expect(words(places.all())).toEqual(['panel.open pieter'])
})

test('the page of a customer opens and closes likewise, whatever panels there are', () => {
  const on = (customer: string | null) => ({ ...nowhere, customer })
  const said = (all: Said[]) => all.map(({ name, payload }) => `${name} ${payload.customerId}`)
  expect(said(places.take('one', on('thandi'), 0))).toEqual(['customer.open thandi'])
  expect(said(places.take('one', on('thandi'), 1))).toEqual([])
  expect(said(places.take('two', on('thandi'), 1))).toEqual(['customer.open thandi'])
  expect(said(places.all())).toEqual(['customer.open thandi'])
  expect(said(places.take('one', on('pieter'), 2))).toEqual(['customer.open pieter'])
  expect(said(places.leave('two'))).toEqual(['customer.close thandi'])
  expect(said(places.take('one', on(null), 3))).toEqual(['customer.close pieter'])
})

test('knows whether somebody looks at a conversation in any tab', () => {
  const places = new TabPlaces()
  places.take('one', { ...nowhere, panel: 'a', view: 'a' }, 0)
  places.take('two', { ...nowhere, panel: 'b' }, 0)
  expect([places.isViewed('a'), places.isViewed('b')]).toEqual([true, false])
  places.leave('one')
  expect(places.isViewed('a')).toBe(false)
})
