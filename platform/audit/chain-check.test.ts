import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChainedRow, firstHash, hashOf } from './chain.ts'
import { ChainCheck } from './chain-check.ts'
import type { StoredRow } from './stored.ts'

const length = 12

function chain(): StoredRow[] {
  const rows: StoredRow[] = []
  for (let seq = 1; seq <= length; seq += 1) {
    const row: ChainedRow = {
      tenantId: '01990000-0000-7000-8000-000000000001',
      seq: String(seq),
      atUs: String(1_700_000_000_000_000 + seq),
      actorKind: 'member',
      actorId: null,
      actorName: 'Nomsa',
      asId: null,
      asName: null,
      action: 'members.change',
      subjectKind: 'member',
      subjectId: String(seq),
      subjectName: null,
      before: null,
      after: `{"row": ${seq}}`,
      reason: null,
      address: null,
      userAgent: null,
      requestId: null,
    }
    const previousHash = rows.at(-1)?.hash ?? firstHash
    rows.push({ ...row, previousHash, hash: hashOf(previousHash, row) })
  }
  return rows
}

/** Whether anything is found: a fault, a missing end, or an end with another hash than the head's. */
function isFound(rows: StoredRow[]): boolean {
  const check = new ChainCheck({ start: { seq: 0n, hash: firstHash }, end: BigInt(length) })
  const sorted = rows.toSorted(
    (a, b) => Number(BigInt(a.seq) - BigInt(b.seq)) || Number(a.atUs) - Number(b.atUs),
  )
  for (const row of sorted) check.add(row)
  const { seq, hashes } = check.finish()
  const head = chain().at(-1)?.hash ?? ''
  return check.faults.length > 0 || seq !== BigInt(length) || hashes?.includes(head) === false
}

const place = fc.integer({ min: 0, max: length - 1 })
const field = fc.constantFrom<keyof StoredRow>(...(Object.keys(chain()[0] ?? {}) as (keyof StoredRow)[]))
const rehashed = (row: StoredRow): StoredRow => ({ ...row, hash: hashOf(row.previousHash, row) })

describe('a chain', () => {
  it('that nobody touched has no fault', () => {
    expect(isFound(chain())).toBe(false)
  })

  it('shows any changed value, whether or not its hash was made again', () => {
    fc.assert(
      fc.property(place, field, fc.string({ unit: 'grapheme' }), fc.boolean(), (at, name, value, again) => {
        const rows = chain()
        const row = rows[at] as StoredRow
        const text = name === 'seq' ? String(20 + value.length) : value
        fc.pre(row[name] !== text && (name !== 'atUs' || /^\d+$/.test(text)))
        const changed = { ...row, [name]: text }
        rows[at] = again && name !== 'hash' ? rehashed(changed) : changed
        expect(isFound(rows)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('shows any set of removed rows', () => {
    fc.assert(
      fc.property(fc.uniqueArray(place, { minLength: 1 }), gone => {
        expect(isFound(chain().filter((_, at) => !gone.includes(at)))).toBe(true)
      }),
    )
  })

  it('shows any other order, also with all hashes made again but the head’s', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...chain().keys()], { minLength: length }),
        fc.boolean(),
        (order, again) => {
          fc.pre(order.some((from, to) => from !== to))
          const rows = chain()
          const moved = order.map((from, to) => ({ ...(rows[from] as StoredRow), seq: String(to + 1) }))
          if (again) {
            for (const [at, row] of moved.entries()) {
              moved[at] = rehashed({ ...row, previousHash: moved[at - 1]?.hash ?? firstHash })
            }
          }
          expect(isFound(moved)).toBe(true)
        },
      ),
    )
  })

  it('shows any inserted row', () => {
    fc.assert(
      fc.property(place, place, fc.boolean(), (of, at, again) => {
        const rows = chain()
        const copy = {
          ...(rows[of] as StoredRow),
          seq: String(at + 1),
          atUs: '1700000000000500',
          action: 'x',
        }
        expect(isFound([...rows, again ? rehashed(copy) : copy])).toBe(true)
      }),
    )
  })
})
