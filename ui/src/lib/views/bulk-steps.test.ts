import { expect, test } from 'vitest'
import { byReason, jobWords, later } from './bulk-steps.ts'
import type { BulkJob, BulkWord } from './calls.ts'

const word = (more: Partial<BulkWord> = {}): BulkWord => ({
  id: 'a',
  state: 'running',
  total: 120,
  done: 0,
  skipped: 0,
  createdAt: '2026-03-02T09:00:00.000Z',
  finishedAt: null,
  undoUntil: null,
  ...more,
})
const job = (more: Partial<BulkJob> = {}): BulkJob => ({ ...word(more), report: [], ...more })
const left = [{ id: 'one', name: 'Anele', why: 'It was so already.' }]

test('the answer to the question that began it, come late, does not set it back', () => {
  const held = job({ done: 50 })
  expect(later(held, word({ state: 'waiting' }))).toBe(held)
  expect(later(held, word({ done: 20, skipped: 10 }))).toBe(held)
  expect(later(held, word({ done: 100 })).done).toBe(100)
})

test('taking back begins its own count, and nothing told before it counts', () => {
  const back = later(job({ state: 'done', done: 120 }), word({ state: 'undoing' }))
  expect(back).toMatchObject({ state: 'undoing', done: 0 })
  expect(later(back, word({ state: 'done', done: 120 }))).toBe(back)
})

test('who was left out stays known until the next count begins', () => {
  const held = job({ done: 1, skipped: 1, report: left })
  expect(later(held, word({ done: 2, skipped: 1 })).report).toEqual(left)
  expect(later(held, word({ state: 'done', done: 2, skipped: 1 })).report).toEqual(left)
  expect(later(job({ state: 'done', report: left }), word({ state: 'undoing' })).report).toEqual([])
  expect(later(held, { ...word({ done: 1, skipped: 1 }), report: [] }).report).toEqual([])
  expect(later(undefined, word()).report).toEqual([])
})

test('each state says how far it is', () => {
  expect(jobWords(word({ state: 'waiting', total: 1 }))).toBe('Waiting to change 1 conversation')
  expect(jobWords(word({ done: 48, skipped: 2 }))).toBe('Changing: 50 of 120, 2 left as they were')
  expect(jobWords(word({ state: 'done', done: 120 }))).toBe('120 changed')
  expect(jobWords(word({ state: 'cancelled', done: 50 }))).toBe('Stopped at 50 of 120: 50 changed')
  expect(jobWords(word({ state: 'undone', done: 3, skipped: 1 }))).toBe('3 put back, 1 left as they were')
})

test('those left out stand by their reason, the commonest first', () => {
  const report = [
    { id: 'one', name: null, why: 'It was changed since.' },
    { id: 'two', name: null, why: 'It was so already.' },
    { id: 'three', name: null, why: 'It was so already.' },
  ]
  expect(byReason(report).map(({ why, entries }) => [why, entries.length])).toEqual([
    ['It was so already.', 2],
    ['It was changed since.', 1],
  ])
})
