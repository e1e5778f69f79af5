import { expect, it } from 'vitest'
import type { TimelineEntry } from '../api/types.ts'
import { isUndone, moveOf, moveWords, otherOf } from './move-words.ts'

const entry = (data: Record<string, unknown>): TimelineEntry => ({
  seq: 1,
  type: 'messages.moved',
  at: '2026-03-01T10:00:00.000Z',
  actor: { id: 'a', name: 'Lerato' },
  data,
})
const places = { from: { id: 'chat', subject: null }, to: { id: 'bill', subject: 'The bill' } }
const moved = (kind: string, left: boolean, count = 2) =>
  entry({ moveId: 'm', kind, count, ...places, ...(left ? { messageIds: ['1', '2'] } : {}) })

it('says on both sides what went where', () => {
  expect(moveWords(moved('split', true))).toBe('Lerato split 2 messages off into “The bill”')
  expect(moveWords(moved('split', false, 1))).toBe('Lerato split 1 message off from another conversation')
  expect(moveWords(moved('merge', true))).toBe('Lerato merged this into “The bill”')
  expect(moveWords(moved('merge', false))).toBe('Lerato merged another conversation into this')
  expect(moveWords(moved('move', true))).toBe('Lerato moved 2 messages to “The bill”')
  expect(moveWords(moved('move', false))).toBe('Lerato moved 2 messages here from another conversation')
  expect(moveWords(moved('undo', true, 1))).toBe('Lerato took that back: 1 message returned to “The bill”')
})

it('leads to the conversation that is not this one', () => {
  const [left, came] = [moveOf(moved('move', true)), moveOf(moved('move', false))]
  expect([left && otherOf(left).id, came && otherOf(came).id]).toEqual(['bill', 'chat'])
})

it('knows what was taken back, and reads nothing into other entries', () => {
  const move = moveOf(moved('move', true))
  if (!move) throw new Error('it is a move')
  expect(isUndone(move, [moved('move', true)])).toBe(false)
  expect(isUndone(move, [moved('move', true), moved('undo', false)])).toBe(true)
  expect(moveOf(entry({ kind: 'move' }))).toBeNull()
  expect(moveOf({ type: 'conversation.resolved', data: {} })).toBeNull()
})
