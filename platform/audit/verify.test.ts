import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from './audit.ts'
import { hashAt, rehash } from './trial-tampering.ts'
import { openTrail, type Trail } from './trial-trail.ts'

let trail: Trail
beforeAll(async () => {
  trail = await openTrail()
})
afterAll(() => trail.close())

const asOwner = (text: string, values: unknown[]) => trail.owner.query(text, values)
const findings = async (tenantId: string) => (await trail.verify(tenantId)).findings
describe('a trail nobody touched', () => {
  it('is whole after hundreds of concurrent writers', async () => {
    const tenantId = await trail.database.tenant()
    await Promise.all(
      Array.from({ length: 150 }, (_, at) =>
        trail.database.db.withTenant(tenantId, async tx => {
          audit(tx, { action: 'a.first', after: { at } })
          audit(tx, { action: 'a.second', before: { text: 'é "quoted"\\ \n', big: 12n, when: new Date(0) } })
        }),
      ),
    )
    expect(await trail.verify(tenantId)).toMatchObject({ rows: 300, from: 1n, to: 300n, findings: [] })
    const { rows } = await asOwner(
      'SELECT count(*)::int AS n FROM audit a JOIN audit b USING (tenant_id) WHERE a.tenant_id = $1 AND b.seq = a.seq + 1 AND b.at < a.at',
      [tenantId],
    )
    expect(rows[0].n, 'times run the same way as numbers').toBe(0)
  })

  it('is whole when there is nothing in it, and over several pages', async () => {
    expect(await findings(await trail.database.tenant())).toEqual([])
    const tenantId = await trail.database.tenant()
    await trail.database.db.withTenant(tenantId, async tx => {
      for (let at = 0; at < 2_500; at += 1) audit(tx, { action: 'a.row', after: { at } })
    })
    expect(await trail.verify(tenantId)).toMatchObject({ rows: 2_500, findings: [] })
  })
})

describe('a changed value is found', () => {
  const changes: [column: string, sql: string][] = [
    ['actor_kind', `'operator'`],
    ['actor_id', `actor_id || '1'`],
    ['actor_name', `'nomsa'`],
    ['as_id', `NULL`],
    ['as_name', `'Pieter '`],
    ['action', `'members.chango'`],
    ['subject_kind', `'membes'`],
    ['subject_id', `''`],
    ['subject_name', `NULL`],
    ['before', `'{"role": "agent", "row": 99}'`],
    ['after', `NULL`],
    ['reason', `'asked for its'`],
    ['address', `'203.0.113.6'`],
    ['user_agent', `user_agent || ' '`],
    ['request_id', `NULL`],
    ['at', `at + interval '1 microsecond'`],
    ['previous_hash', `translate(previous_hash, '01', '10')`],
    ['hash', `translate(hash, '01', '10')`],
  ]

  it.each(changes)('in %s, in the first, a middle and the last row', async (column, sql) => {
    for (const [row, words] of [
      [1, 'row 1: changed after it was written'],
      [3, 'row 3: changed after it was written'],
      [5, 'row 5: changed after it was written'],
    ] as const) {
      const tenantId = await trail.written(5)
      await asOwner(`UPDATE audit SET ${column} = ${sql} WHERE tenant_id = $1 AND seq = $2`, [tenantId, row])
      expect(await findings(tenantId)).toEqual([words])
    }
  })

  it('in every bit of a text', async () => {
    const tenantId = await trail.written(3)
    const name = Buffer.from('Member 2')
    for (let bit = 0; bit < name.length * 8; bit += 1) {
      const flipped = Buffer.from(name)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      // The eighth bit makes no text of it: PostgreSQL itself refuses.
      if (flipped.includes(0) || (flipped[bit >> 3] ?? 0) > 127) continue
      await asOwner('UPDATE audit SET subject_name = $2 WHERE tenant_id = $1 AND seq = 2', [
        tenantId,
        flipped.toString(),
      ])
      expect(await findings(tenantId)).toEqual(['row 2: changed after it was written'])
    }
  })

  it('when its hash was made again to match', async () => {
    const tenantId = await trail.written(5)
    const { rows } = await asOwner('SELECT * FROM audit WHERE tenant_id = $1 AND seq = 3', [tenantId])
    await rehash(trail, tenantId, 3, rows[0].previous_hash)
    expect(await findings(tenantId)).toEqual(['row 3: changed after it was written'])
    await rehash(trail, tenantId, 5, (await hashAt(trail, tenantId, 4)) ?? '')
    expect(await findings(tenantId)).toEqual([
      'row 3: changed after it was written',
      'row 5: does not fit the head: it was changed after it was written, or the head was',
    ])
  })

  it('as a moment no calendar has', async () => {
    const tenantId = await trail.written(3)
    await asOwner(`UPDATE audit SET at = 'infinity' WHERE tenant_id = $1 AND seq = 2`, [tenantId])
    expect(await findings(tenantId)).toEqual(['row 2: changed after it was written'])
  })
})
