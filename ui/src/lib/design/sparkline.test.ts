import { expect, it } from 'vitest'
import { sparkPoints } from './sparkline.ts'

it('fills the box from left to right, the greatest at the top and zero on the ground', () => {
  expect(sparkPoints([0, 5, 10], 100, 20)).toBe('0,20 50,10 100,0')
})

it('zeros lie on the ground, and one number or none harms nothing', () => {
  expect(sparkPoints([0, 0], 10, 20)).toBe('0,20 10,20')
  expect(sparkPoints([3], 10, 20)).toBe('0,0')
  expect(sparkPoints([], 10, 20)).toBe('')
})
