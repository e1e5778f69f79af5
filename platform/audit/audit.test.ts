import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actAs, systemActor } from './actor.ts'
import { audit, changed, isAudited, unchanged } from './audit.ts'
import { member, openTrail, type Trail } from './trial-trail.ts'

let trail: Trail
let tenantId: string
beforeAll(async () => {
  trail = await openTrail()
})
afterAll(() => trail.close())

const rows = async (tenant = tenantId) =>
  (await trail.owner.query('SELECT * FROM audit WHERE tenant_id = $1 ORDER BY seq', [tenant])).rows

describe('an audit row', () => {
  it('says who, as whom, what, before and after, and from where', async () => {
    tenantId = await trail.written(1)
    expect(await rows()).toMatchObject([
      {
        seq: '1',
        actor_kind: 'member',
        actor_id: member.id,
        actor_name: 'Nomsa',
        as_id: member.as.id,
        as_name: 'Pieter',
        action: 'members.change',
        subject_kind: 'member',
        subject_id: 'm-1',
        before: { role: 'agent', row: 1 },
        after: { role: 'admin', row: 1 },
        reason: 'asked for it',
        address: '203.0.113.7',
        user_agent: 'Browser/1.0',
        request_id: member.requestId,
      },
    ])
  })

  it('names who acted when it was told, not who is there at the commit', async () => {
    tenantId = await trail.database.tenant()
    await actAs(systemActor('outer'), () =>
      trail.database.db.withTenant(tenantId, async tx => {
        actAs(systemActor('inner'), () => audit(tx, { action: 'a.inner' }))
        audit(tx, { action: 'a.outer' })
      }),
    )
    await trail.database.db.withTenant(tenantId, async tx => audit(tx, { action: 'a.nobody' }))
    expect((await rows()).map(row => row.actor_name)).toEqual(['inner', 'outer', 'Trunkline'])
  })

  it('goes with its change: rolled back, there is none', async () => {
    tenantId = await trail.database.tenant()
    const work = trail.database.db.withTenant(tenantId, async tx => {
      audit(tx, { action: 'a.change' })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await rows()).toEqual([])
    expect((await trail.verify(tenantId)).findings).toEqual([])
  })

  it('takes texts that PostgreSQL would refuse, and numbers JSON does not know', async () => {
    tenantId = await trail.database.tenant()
    const strange = 'a\0b\ud800c'
    await actAs({ ...systemActor(strange), userAgent: strange }, () =>
      trail.database.db.withTenant(tenantId, async tx =>
        audit(tx, {
          action: 'a.strange',
          subject: { kind: 'x', id: strange, name: strange },
          after: { strange, list: [strange, 12345678901234567890n], when: new Date(0), none: undefined },
          reason: strange,
        }),
      ),
    )
    expect((await rows())[0]).toMatchObject({
      actor_name: 'a\ufffdb\ufffdc',
      reason: 'a\ufffdb\ufffdc',
      after: { list: ['a\ufffdb\ufffdc', '12345678901234567890'], when: '1970-01-01T00:00:00.000Z' },
    })
    expect((await trail.verify(tenantId)).findings).toEqual([])
  })

  it('is not lost when the last steps before the commit tell of more', async () => {
    tenantId = await trail.database.tenant()
    await trail.database.db.withTenant(tenantId, async tx => {
      audit(tx, { action: 'a.first' })
      tx.beforeCommit(async () => audit(tx, { action: 'a.late' }))
    })
    expect((await rows()).map(row => row.action)).toEqual(['a.first', 'a.late'])
    expect((await trail.verify(tenantId)).findings).toEqual([])
  })

  it('is not written where nothing changed', async () => {
    tenantId = await trail.database.tenant()
    await trail.database.db.withTenant(tenantId, async tx => {
      expect(isAudited(tx)).toBe(false)
      unchanged(tx)
      expect(isAudited(tx)).toBe(true)
    })
    expect(await rows()).toEqual([])
  })

  it('cannot be changed or removed by the application', async () => {
    tenantId = await trail.written(1)
    for (const text of ['UPDATE audit SET action = 1::text', 'DELETE FROM audit', 'TRUNCATE audit']) {
      const tried = trail.database.db.withTenant(tenantId, tx => tx.query(text))
      await expect(tried).rejects.toThrow('permission denied')
    }
  })
})

describe('what changed', () => {
  it('is held to the fields that differ', () => {
    expect(changed({ a: 1, b: 'x', c: [1] }, { a: 1, b: 'y', c: [1], d: 2n })).toEqual({
      before: { b: 'x', d: undefined },
      after: { b: 'y', d: 2n },
    })
    expect(changed({ a: [1], at: new Date(0) }, { a: [1], at: new Date(0) })).toBeNull()
  })
})
