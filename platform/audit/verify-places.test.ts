import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstHash } from './chain.ts'
import { sealStart } from './seal.ts'
import { hashAt, headOf, rehash } from './trial-tampering.ts'
import { openTrail, type Trail } from './trial-trail.ts'

let trail: Trail
beforeAll(async () => {
  trail = await openTrail()
})
afterAll(() => trail.close())

const asOwner = (text: string, values: unknown[]) => trail.owner.query(text, values)
const findings = async (tenantId: string) => (await trail.verify(tenantId)).findings

describe('a row that is not where it belongs is found', () => {
  it('removed: the first, a middle one, several, the last', async () => {
    for (const [gone, words] of [
      [[1], ['row 1: missing']],
      [[3], ['row 3: missing']],
      [[3, 4], ['rows 3 to 4: missing']],
      [
        [2, 4],
        ['row 2: missing', 'row 4: missing'],
      ],
      [[6], ['the last row was cut (the head says 6)']],
      [[5, 6], ['the last 2 rows were cut (the head says 6)']],
      [[1, 2, 3, 4, 5, 6], ['the last 6 rows were cut (the head says 6)']],
    ] as const) {
      const tenantId = await trail.written(6)
      await asOwner('DELETE FROM audit WHERE tenant_id = $1 AND seq = ANY($2)', [tenantId, gone])
      expect(await findings(tenantId)).toEqual(words)
    }
  })

  it('inserted: beside another, behind the end, before the beginning', async () => {
    const copy = `INSERT INTO audit SELECT (r).* FROM (SELECT jsonb_populate_record(a, $3) AS r FROM audit a
      WHERE tenant_id = $1 AND seq = $2) made`
    for (const [change, words] of [
      [{ at: '2026-01-02T00:00:00Z' }, 'row 3: inserted'],
      [{ seq: 7, action: 'members.delete' }, 'row 7: inserted (the head says 6)'],
      [{ seq: 0 }, 'row 0: inserted'],
      [{ seq: -4 }, 'row -4: inserted'],
      [{ seq: '4611686018427387904' }, 'row 4611686018427387904: inserted (the head says 6)'],
    ] as const) {
      const tenantId = await trail.written(6)
      await asOwner(copy, [tenantId, 3, JSON.stringify(change)])
      expect(await findings(tenantId)).toEqual([words])
    }
  })

  it('swapped with another, or rotated among three', async () => {
    const swap = async (numbers: Record<number, number>) => {
      const tenantId = await trail.written(9)
      await asOwner(
        'UPDATE audit SET seq = ($2::jsonb ->> seq::text)::bigint WHERE tenant_id = $1 AND $2::jsonb ? seq::text',
        [tenantId, JSON.stringify(numbers)],
      )
      return findings(tenantId)
    }
    expect(await swap({ 7: 8, 8: 7 })).toEqual(['rows 7 and 8: in another order'])
    expect(await swap({ 2: 9, 9: 2 })).toEqual(['rows 2 and 9: in another order'])
    expect(await swap({ 2: 4, 4: 6, 6: 2 })).toEqual(['rows 2, 4 and 6: in another order'])
    expect(await swap({ 1: 2, 2: 1, 4: 5, 5: 4 })).toEqual([
      'rows 1 and 2: in another order',
      'rows 4 and 5: in another order',
    ])
    expect(await swap({ 4: 40 })).toEqual(['row 4: stands as row 40'])
  })

  it('swapped with everything but the places, hashes left as they were', async () => {
    const tenantId = await trail.written(5)
    await asOwner(
      `UPDATE audit a SET subject_id = b.subject_id, subject_name = b.subject_name, before = b.before, after = b.after
       FROM audit b WHERE a.tenant_id = $1 AND b.tenant_id = $1 AND a.seq IN (2, 4) AND b.seq = 6 - a.seq`,
      [tenantId],
    )
    expect(await findings(tenantId)).toEqual(['rows 2 and 4: in another order'])
  })

  it('in another tenant', async () => {
    const mine = await trail.written(5)
    const theirs = await trail.written(5)
    const empty = await trail.database.tenant()
    await asOwner('UPDATE audit SET tenant_id = $2 WHERE tenant_id = $1 AND seq = 3', [mine, theirs])
    await asOwner('UPDATE audit SET tenant_id = $2 WHERE tenant_id = $1 AND seq = 5', [mine, empty])
    expect(await findings(mine)).toEqual(['row 3: missing', 'the last row was cut (the head says 5)'])
    expect(await findings(theirs)).toEqual(['row 3: inserted'])
    expect(await findings(empty)).toContain('the head row is missing')
  })
})

describe('a head that was changed is found', () => {
  it('turned back, moved on, with another hash, or removed', async () => {
    const set = async (sql: string) => {
      const tenantId = await trail.written(5)
      await asOwner(sql, [tenantId])
      return findings(tenantId)
    }
    expect(await set('UPDATE audit_heads SET seq = 3 WHERE tenant_id = $1')).toContain(
      'rows 4 to 5: stands beyond the head, which says 3',
    )
    expect(await set('UPDATE audit_heads SET seq = 6 WHERE tenant_id = $1')).toEqual([
      'the last row was cut (the head says 6)',
    ])
    expect(await set(`UPDATE audit_heads SET hash = 'x' WHERE tenant_id = $1`)).toEqual([
      'row 5: does not fit the head: it was changed after it was written, or the head was',
    ])
    expect(await set('DELETE FROM audit_heads WHERE tenant_id = $1')).toEqual(['the head row is missing'])
  })

  it('after the end was cut and the head turned back, by an exported head', async () => {
    const tenantId = await trail.written(9)
    const whole = await headOf(trail, tenantId)
    const exported = { seq: BigInt(whole.seq), hash: whole.hash, at: '2026-03-01T12:00:00.000Z' }
    await asOwner('DELETE FROM audit WHERE tenant_id = $1 AND seq > 6', [tenantId])
    await asOwner(
      'UPDATE audit_heads SET seq = 6, hash = (SELECT hash FROM audit WHERE tenant_id = $1 AND seq = 6) WHERE tenant_id = $1',
      [tenantId],
    )
    expect(await findings(tenantId)).toEqual([])
    expect((await trail.verify(tenantId, [exported])).findings).toEqual([
      'the last 3 rows were cut (the head says 6, the head exported at 2026-03-01T12:00:00.000Z says 9)',
    ])
  })

  it('after the whole chain was written anew, by an exported head', async () => {
    const tenantId = await trail.written(4)
    const { hash } = await headOf(trail, tenantId)
    let previous = firstHash
    for (let seq = 1; seq <= 4; seq += 1) previous = await rehash(trail, tenantId, seq, previous)
    await asOwner('UPDATE audit_heads SET hash = $2 WHERE tenant_id = $1', [tenantId, previous])
    expect(await findings(tenantId)).toEqual([])
    expect((await trail.verify(tenantId, [{ seq: 4n, hash, at: 'noon' }])).findings).toEqual([
      'rows 1 to 4: written anew: the exported head does not lie on this chain',
    ])
  })
})

describe('a chain whose oldest rows were dropped', () => {
  const cutFront = async (seal: (tenantId: string, hash: string) => string) => {
    const tenantId = await trail.written(6)
    const hash = await hashAt(trail, tenantId, 2)
    await asOwner('INSERT INTO audit_starts (tenant_id, seq, hash, seal) VALUES ($1, 2, $2, $3)', [
      tenantId,
      hash,
      seal(tenantId, hash),
    ])
    await asOwner('DELETE FROM audit WHERE tenant_id = $1 AND seq <= 2', [tenantId])
    return trail.verify(tenantId)
  }

  it('is whole from its sealed start', async () => {
    const verdict = await cutFront((tenantId, hash) => sealStart(trail.sealer, { tenantId, seq: 2n, hash }))
    expect(verdict).toMatchObject({ from: 3n, to: 6n, rows: 4, findings: [] })
  })

  it('is not, when the start was not sealed by this installation', async () => {
    const verdict = await cutFront(() => 'made by hand')
    expect(verdict.findings).toEqual([
      'start after row 2: not sealed by this installation',
      'rows 1 to 2: missing',
    ])
  })
})
