import { expect, it } from 'vitest'
import { Recent } from './recent.ts'

it('the one not used for longest goes first', () => {
  const recent = new Recent(3)
  for (const id of ['a', 'b', 'c', 'a', 'd']) recent.use(id)
  expect(recent.ids).toEqual(['d', 'a', 'c'])
})

it('what is only expected goes before what was used, and never pushes out more than one', () => {
  const recent = new Recent(3)
  recent.use('a')
  for (const id of ['x', 'y', 'z']) recent.expect(id)
  expect(recent.ids).toEqual(['a', 'x', 'z'])
  recent.use('z')
  expect(recent.ids).toEqual(['z', 'a', 'x'])
})

it('expecting what was used changes nothing', () => {
  const recent = new Recent(2)
  recent.use('a')
  recent.use('b')
  recent.expect('b')
  expect(recent.ids).toEqual(['b', 'a'])
})
