import { beforeEach, expect, test } from 'vitest'
import { OpenPanels } from './open-panels.ts'

let rooms: Set<string>
let panels: OpenPanels
beforeEach(() => {
  rooms = new Set()
  panels = new OpenPanels({
    join: joined => joined.forEach(room => void rooms.add(room)),
    leave: room => void rooms.delete(room),
  })
})
const shows =
  (...customers: string[]) =>
  async () =>
    customers

test('every open panel keeps its rooms, and a room two panels share is left with the last', async () => {
  await panels.open('one', shows('thandi', 'office'))
  await panels.open('two', shows('office'))
  expect([...rooms]).toEqual(['thandi', 'office'])
  await panels.close('one')
  expect([...rooms]).toEqual(['office'])
  await panels.close('one')
  await panels.close('two')
  expect([...rooms]).toEqual([])
})

test('opened again it takes the rooms of now', async () => {
  await panels.open('one', shows('thandi'))
  await panels.open('one', shows('sipho'))
  expect([...rooms]).toEqual(['sipho'])
})

test('closed while it is still looked up it ends closed', async () => {
  let found = (_rooms: string[]) => {}
  const opening = panels.open('one', () => new Promise(resolve => (found = resolve)))
  const closing = panels.close('one')
  await Promise.resolve()
  found(['thandi'])
  await Promise.all([opening, closing])
  expect([...rooms]).toEqual([])
})

test('one that is not theirs is refused, and leaves the others as they were', async () => {
  await panels.open('one', shows('thandi'))
  await expect(panels.open('foreign', () => Promise.reject(new Error('missing')))).rejects.toThrow('missing')
  await panels.open('two', shows('sipho'))
  expect([...rooms]).toEqual(['thandi', 'sipho'])
})

test('the twenty-first closes the one opened longest ago', async () => {
  for (let nth = 1; nth <= 20; nth++) await panels.open(`${nth}`, shows(`customer ${nth}`))
  await panels.open('1', shows('customer 1'))
  await panels.open('21', shows('customer 21'))
  expect(rooms.size).toBe(20)
  expect(rooms.has('customer 2')).toBe(false)
  expect(rooms.has('customer 1')).toBe(true)
})
