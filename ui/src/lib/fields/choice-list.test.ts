import { expect, test } from 'vitest'
import { choiceList, moved, textsOf, whyNotChoices, withNew } from './choice-list.ts'

const three = choiceList(['North', 'South', 'East'])

test('a choice moves one place, and not past the ends', () => {
  expect(textsOf(moved(three, 2, -1))).toEqual(['North', 'East', 'South'])
  expect(textsOf(moved(three, 0, 1))).toEqual(['South', 'North', 'East'])
  expect(moved(three, 0, -1)).toEqual(three)
  expect(moved(three, 2, 1)).toEqual(three)
})

test('a new one comes after the one it was asked at, with an id nobody has', () => {
  const { choices, id } = withNew(three, 0)
  expect(choices[1]).toEqual({ id, text: '' })
  expect(new Set(choices.map(choice => choice.id)).size).toBe(4)
  expect(withNew([], -1).choices).toHaveLength(1)
})

test('empty ones are not sent, none and the same twice are refused', () => {
  expect(textsOf(choiceList([' North ', ' ', '']))).toEqual(['North'])
  expect(whyNotChoices(three)).toBeNull()
  expect(whyNotChoices(choiceList(['', ' ']))).toBe('Give at least one choice.')
  expect(whyNotChoices(choiceList(['North', 'north ']))).toBe('“north” stands there twice.')
})
