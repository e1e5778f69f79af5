import { expect, it } from 'vitest'
import type { ConversationListItem } from '../api/types.ts'
import { Rows } from './rows.ts'

const idOf = (at: number) => `0197a000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`
const row = (at: number, lastSeq = 1) => ({ id: idOf(at), lastSeq }) as ConversationListItem
const many = (count: number) => Array.from({ length: count }, (_, at) => row(at))

it('holds what was put in, the later of two with one id', () => {
  const rows = Rows.none.with([row(1), row(2), row(1, 7)])
  expect(rows.size).toBe(2)
  expect(rows.get(idOf(1))?.lastSeq).toBe(7)
  expect(rows.get(idOf(3))).toBeUndefined()
  expect(rows.values().map(each => each.id)).toEqual([idOf(1), idOf(2)])
})

it('leaves the rows it came from as they were', () => {
  const before = Rows.none.with(many(1_000))
  const after = before.with([row(5, 9), row(2_000)])
  expect([before.size, after.size]).toEqual([1_000, 1_001])
  expect([before.get(idOf(5))?.lastSeq, after.get(idOf(5))?.lastSeq]).toEqual([1, 9])
})

it('shares every part a change did not touch', () => {
  const before = Rows.none.with(many(5_000))
  const after = before.with([row(5, 9)])
  expect(after.parts.filter((part, at) => part !== before.parts[at])).toHaveLength(1)
})

it('says which rows are not the same as before', () => {
  const before = Rows.none.with(many(600))
  expect(
    before
      .with([row(599, 2), row(700)])
      .changedSince(before)
      .sort(),
  ).toEqual([idOf(599), idOf(700)])
  expect(before.changedSince(before)).toEqual([])
})

it('keeps only those that are named, and takes no notice of others', () => {
  expect(
    Rows.none
      .with(many(10))
      .only([idOf(3), idOf(99)])
      .values(),
  ).toEqual([row(3)])
})

it('leaves out those that are named, and shares the rest', () => {
  const before = Rows.none.with(many(10))
  const after = before.without([idOf(3), idOf(99)])
  expect([after.size, after.get(idOf(3)), after.get(idOf(4))]).toEqual([9, undefined, before.get(idOf(4))])
  expect(before.changedSince(after)).toEqual([idOf(3)])
})

it('takes an id of any shape', () => {
  const odd = { id: 'c-1x', lastSeq: 1 } as ConversationListItem
  expect(Rows.none.with([odd]).get('c-1x')).toBe(odd)
})
