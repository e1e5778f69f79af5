import { expect, test } from 'vitest'
import { asItComes, stillUnsaved, understood } from './kept.ts'

test('a copy of an older program keeps what still fits', () => {
  expect(understood({ theme: 'dark', density: 3, keyMap: null, dismissed: {}, font: 'big' })).toEqual({
    ...asItComes,
    theme: 'dark',
  })
})

test('no copy, or one that is none, is as it comes', () => {
  for (const stored of [null, 'dark', [], 7, undefined]) expect(understood(stored)).toEqual(asItComes)
})

test('what was changed while it was being saved is still to be saved', () => {
  const sent = { theme: 'dark' as const, dismissed: ['keys'] }
  expect(stillUnsaved({ theme: 'light', dismissed: ['keys'], density: 'compact' }, sent)).toEqual({
    theme: 'light',
    density: 'compact',
  })
  expect(stillUnsaved(sent, sent)).toEqual({})
})
