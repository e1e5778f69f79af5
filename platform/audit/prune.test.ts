import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAuditPartition, makeAuditPartitions } from '../../db/audit-partitions.ts'
import { applyRights } from '../../db/roles.ts'
import { firstHash, hashOf } from './chain.ts'
import { pruneAudit } from './prune.ts'
import { member, noHeads, openTrail, type Trail, writeRows } from './trial-trail.ts'

let trail: Trail
beforeAll(async () => {
  trail = await openTrail()
})
afterAll(() => trail.close())

const today = new Date()
const yearsAgo = (years: number, days = 0) =>
  new Date(Date.UTC(today.getUTCFullYear() - years, today.getUTCMonth(), 10 + days))

/** Rows as they were written years ago, followed by rows of today. */
async function oldTrail(days: Date[], rowsToday: number): Promise<string> {
  const tenantId = await trail.database.tenant()
  let previous = firstHash
  for (const [index, day] of days.entries()) {
    await makeAuditPartition(trail.owner, day)
    const row = {
      tenantId,
      seq: String(index + 1),
      atUs: `${day.getTime()}000`,
      actorKind: 'member',
      actorId: member.id,
      actorName: member.name,
      asId: null,
      asName: null,
      action: 'members.change',
      subjectKind: null,
      subjectId: null,
      subjectName: null,
      before: null,
      after: null,
      reason: null,
      address: null,
      userAgent: null,
      requestId: null,
    }
    const hash = hashOf(previous, row)
    await trail.owner.query(
      `INSERT INTO audit (tenant_id, seq, at, actor_kind, actor_id, actor_name, action, previous_hash, hash)
       VALUES ($1, $2, $3, 'member', $4, $5, 'members.change', $6, $7)`,
      [tenantId, index + 1, day, member.id, member.name, previous, hash],
    )
    previous = hash
  }
  await trail.owner.query(`INSERT INTO audit_heads (tenant_id, seq, hash) VALUES ($1, $2, $3)`, [
    tenantId,
    days.length,
    previous,
  ])
  await applyRights(trail.owner)
  await writeRows(trail.database, tenantId, rowsToday)
  return tenantId
}

const prune = (force = false) =>
  pruneAudit({ db: trail.database.db, owner: trail.owner, sealer: trail.sealer, heads: noHeads }, today, {
    force,
  })
const rowsOf = async (tenantId: string) =>
  (
    await trail.owner.query('SELECT seq::int FROM audit WHERE tenant_id = $1 ORDER BY seq', [tenantId])
  ).rows.map(row => row.seq as number)

describe('old months', () => {
  it('leave after seven years, in every tenant, and the chain goes on', async () => {
    const one = await oldTrail([yearsAgo(8), yearsAgo(8, 1), yearsAgo(8, 60), yearsAgo(6)], 2)
    const idle = await oldTrail([yearsAgo(8, 2)], 0)
    const { dropped, findings } = await prune()
    expect(findings).toEqual([])
    expect(dropped.length).toBe(2)
    expect(await rowsOf(one)).toEqual([4, 5, 6, 7])
    expect((await trail.verify(one)).findings).toEqual([])
    expect(await trail.verify(idle)).toMatchObject({ from: 2n, to: 2n, findings: [] })
    const told = await trail.owner.query('SELECT action, after FROM audit WHERE tenant_id = $1 AND seq = 7', [
      one,
    ])
    expect(told.rows).toEqual([{ action: 'audit.prune', after: { upTo: 3 } }])
    await trail.owner.query('UPDATE audit_starts SET seq = 4 WHERE tenant_id = $1', [one])
    expect((await trail.verify(one)).findings).toContain('start after row 4: not sealed by this installation')
  })

  it('stay when what would go does not verify, unless that is forced', async () => {
    const tenantId = await oldTrail([yearsAgo(9), yearsAgo(9, 1)], 1)
    await trail.owner.query(`UPDATE audit SET action = 'x' WHERE tenant_id = $1 AND seq = 2`, [tenantId])
    const refused = await prune()
    expect(refused).toEqual({ dropped: [], findings: ['Test ISP: row 2: changed after it was written'] })
    expect(await rowsOf(tenantId)).toEqual([1, 2, 3])
    expect((await prune(true)).dropped.length).toBe(1)
    expect(await rowsOf(tenantId)).toEqual([3, 4])
    expect((await trail.verify(tenantId)).findings).toEqual([])
    const { rows } = await trail.owner.query('SELECT reason FROM audit WHERE tenant_id = $1 AND seq = 4', [
      tenantId,
    ])
    expect(rows[0].reason).toContain('did not verify')
  })

  it('are not torn out of the middle, forced or not', async () => {
    const tenantId = await oldTrail([yearsAgo(6), yearsAgo(9, 3)], 1)
    const { dropped, findings } = await prune(true)
    expect(dropped).toEqual([])
    expect(findings[0]).toContain('row 2 is older than')
    expect(await rowsOf(tenantId)).toEqual([1, 2, 3])
  })
})

describe('partitions', () => {
  it('are made for months whose rows had to wait in the default one, and keep row-level security', async () => {
    const later = new Date(Date.UTC(today.getUTCFullYear() + 3, 4, 17))
    const tenantId = await trail.written(2)
    await trail.owner.query('UPDATE audit SET at = $2 WHERE tenant_id = $1 AND seq = 2', [tenantId, later])
    const placeOf = async () =>
      (
        await trail.owner.query(
          'SELECT tableoid::regclass::text AS name FROM audit WHERE tenant_id = $1 AND seq = 2',
          [tenantId],
        )
      ).rows[0].name
    expect(await placeOf()).toBe('audit_default')
    await makeAuditPartitions(trail.owner, later)
    const name = `audit_${later.getUTCFullYear()}_05`
    expect(await placeOf()).toBe(name)
    const { rows } = await trail.owner.query(
      `SELECT relrowsecurity AS own, relforcerowsecurity AS forced,
         (SELECT relforcerowsecurity FROM pg_class WHERE relname = 'audit_default') AS other
       FROM pg_class WHERE relname = $1`,
      [name],
    )
    expect(rows).toEqual([{ own: true, forced: true, other: true }])
  })
})
