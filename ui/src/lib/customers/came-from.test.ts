import { expect, it } from 'vitest'
import { neighbour } from './came-from.ts'

it('goes through the list in both directions, and not beyond its ends', () => {
  const ids = ['a', 'b', 'c']
  expect(neighbour(ids, 'b', 1)).toBe('c')
  expect(neighbour(ids, 'b', -1)).toBe('a')
  expect(neighbour(ids, 'c', 1)).toBeNull()
  expect(neighbour(ids, 'a', -1)).toBeNull()
  expect(neighbour(ids, 'elsewhere', 1)).toBeNull()
})
