import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countsAfter, countsElsewhere } from './count-changes.ts'

const me = 'me'
const row = fc.record({
  status: fc.constantFrom('open' as const, 'resolved' as const),
  assignee: fc.constantFrom(null, { id: me, name: 'Me' }, { id: 'other', name: 'Other' }),
  snoozedUntil: fc.constantFrom(null, '2030-01-01T00:00:00.000Z'),
})
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

const walked = (rows: Row[]) => {
  const awake = rows.filter(each => each.status === 'open' && each.snoozedUntil === null)
  return {
    open: awake.length,
    mine: awake.filter(each => each.assignee?.id === me).length,
    unassigned: awake.filter(each => each.assignee === null).length,
    snoozed: rows.filter(each => each.status === 'open' && each.snoozedUntil !== null).length,
  }
}

it('moving the numbers with each change is the same as counting the rows', () => {
  const change = fc.record({ at: fc.nat(20), to: row })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.array(change, { maxLength: 20 }), (first, changes) => {
      const rows = [...first]
      let counts = walked(rows)
      for (const { at, to } of changes) {
        const before = rows[at] ?? null
        if (!countsElsewhere(before, to, me))
          expect(walked([...rows.filter((_, i) => i !== at), to])).toEqual(counts)
        counts = countsAfter(counts, before, to, me)
        rows[before ? at : rows.length] = to
      }
      expect(counts).toEqual(walked(rows))
    }),
  )
})

it('a message in an open conversation moves nothing', () => {
  const open = { status: 'open' as const, assignee: null, snoozedUntil: null }
  expect(countsElsewhere(open, { ...open }, me)).toBe(false)
  expect(countsElsewhere(open, { ...open, status: 'resolved' }, me)).toBe(true)
})

it('a number that was too small already does not go below zero', () => {
  const none = { open: 0, mine: 0, unassigned: 0, snoozed: 0 }
  const open = { status: 'open' as const, assignee: null, snoozedUntil: null }
  expect(countsAfter(none, open, { ...open, status: 'resolved' }, me)).toEqual(none)
})
