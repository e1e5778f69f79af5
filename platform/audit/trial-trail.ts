/** A trail on a database of its own, and the owner of the database who tampers with it. */
import pg from 'pg'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { actAs } from './actor.ts'
import { audit } from './audit.ts'
import type { ExportedHead, ExportedHeads } from './exported-heads.ts'
import { type Verdict, verifyAudit } from './verify.ts'

export type Trail = {
  database: TestDatabase
  owner: pg.Client
  sealer: { derive(purpose: string): string }
  /** A tenant with so many rows; answers its id. */
  written(rows: number): Promise<string>
  verify(tenantId: string, heads?: readonly ExportedHead[]): Promise<Verdict>
  close(): Promise<void>
}

export const noHeads: ExportedHeads = { of: () => [], findings: [] }

export const member = {
  kind: 'member' as const,
  id: '01990000-0000-7000-8000-000000000001',
  name: 'Nomsa',
  as: { id: '01990000-0000-7000-8000-000000000002', name: 'Pieter' },
  address: '203.0.113.7',
  userAgent: 'Browser/1.0',
  requestId: '01990000-0000-7000-8000-000000000003',
}

export async function openTrail(): Promise<Trail> {
  const database = await testDatabase()
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  const sealer = { derive: (purpose: string) => `key for ${purpose}` }
  return {
    database,
    owner,
    sealer,
    async written(rows) {
      const tenantId = await database.tenant()
      await writeRows(database, tenantId, rows)
      return tenantId
    },
    verify: (tenantId, heads = []) =>
      verifyAudit({ db: database.db, sealer, heads: { of: () => heads, findings: [] } }, tenantId),
    async close() {
      await owner.end()
      await database.close()
    },
  }
}

/** Rows with something in every column. */
export async function writeRows(database: TestDatabase, tenantId: string, rows: number): Promise<void> {
  for (let row = 1; row <= rows; row += 1) {
    await actAs(member, () =>
      database.db.withTenant(tenantId, async tx =>
        audit(tx, {
          action: 'members.change',
          subject: { kind: 'member', id: `m-${row}`, name: `Member ${row}` },
          before: { role: 'agent', row },
          after: { role: 'admin', row },
          reason: 'asked for it',
        }),
      ),
    )
  }
}
