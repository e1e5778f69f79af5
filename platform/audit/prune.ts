/** Months older than seven years leave, and the chain goes on from a sealed start. */
import type { Client } from 'pg'
import {
  dropAuditPartitions,
  keptFrom,
  makeAuditPartitions,
  oldAuditPartitions,
} from '../../db/audit-partitions.ts'
import type { Db } from '../../db/client.ts'
import { applyRights } from '../../db/roles.ts'
import { audit } from './audit.ts'
import type { ExportedHeads } from './exported-heads.ts'
import { type Sealer, sealStart } from './seal.ts'
import { verifyAudit } from './verify.ts'

export type PruneDeps = { db: Db; owner: Client; sealer: Sealer; heads: ExportedHeads }

export type Pruned = {
  /** Partitions that are gone. */
  dropped: string[]
  /** What stands in the way, in words; then nothing was dropped, unless forced. */
  findings: string[]
}

/**
 * Drops whole months that lie more than seven years before `today` and makes partitions ahead. What would be dropped is
 * verified first; `force` drops it all the same. Each tenant's trail tells of it.
 */
export async function pruneAudit(deps: PruneDeps, today: Date, options: { force: boolean }): Promise<Pruned> {
  const { db, owner, sealer } = deps
  await makeAuditPartitions(owner, today)
  const names = await oldAuditPartitions(owner, today)
  const findings: string[] = []
  if (names.length > 0) {
    const torn = await eachTenant(db, tenantId => tornFindings(db, tenantId, keptFrom(today)))
    // A gap in the middle is no matter of force: what is left would never verify again.
    if (torn.length > 0) return { dropped: [], findings: torn }
    findings.push(...(await eachTenant(db, tenantId => wholeFindings(deps, tenantId, keptFrom(today)))))
    if (findings.length > 0 && !options.force) return { dropped: [], findings }
    const lasts = await dropAuditPartitions(owner, names, ({ tenantId, seq, hash }) =>
      sealStart(sealer, { tenantId, seq: BigInt(seq), hash }),
    )
    for (const { tenantId, seq } of lasts) await tell(db, tenantId, seq, findings.length > 0)
  }
  await applyRights(owner)
  return { dropped: names, findings }
}

async function eachTenant(db: Db, find: (tenantId: string) => Promise<string[]>): Promise<string[]> {
  const tenants = await db.platform<{ tenant_id: string; name: string }>(
    'SELECT tenant_id, name FROM tenants',
  )
  const found: string[] = []
  for (const { tenant_id, name } of tenants) {
    found.push(...(await find(tenant_id)).map(words => `${name}: ${words}`))
  }
  return found
}

type Border = { last: string | null; next: string | null }

const borderOf = (db: Db, tenantId: string, from: Date): Promise<Border> =>
  db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<Border>(
      `SELECT (SELECT max(seq)::text FROM audit WHERE at < $1) AS last,
        (SELECT min(seq)::text FROM audit WHERE at >= $1) AS next`,
      [from],
    )
    return rows[0] ?? { last: null, next: null }
  })

/** A clock that was set back, or somebody's hand: an old row with a higher number than one that stays. */
async function tornFindings(db: Db, tenantId: string, from: Date): Promise<string[]> {
  const { last, next } = await borderOf(db, tenantId, from)
  if (last === null || next === null || BigInt(last) < BigInt(next)) return []
  return [
    `row ${last} is older than ${from.toISOString()} and row ${next} is not: nothing is dropped in between`,
  ]
}

/** Up to the first row that stays, since it is the one that says what the last dropped row was. */
async function wholeFindings(
  { db, sealer, heads }: PruneDeps,
  tenantId: string,
  from: Date,
): Promise<string[]> {
  const { last, next } = await borderOf(db, tenantId, from)
  if (last === null) return []
  return (await verifyAudit({ db, sealer, heads }, tenantId, BigInt(next ?? last))).findings
}

const tell = (db: Db, tenantId: string, seq: string, forced: boolean): Promise<void> =>
  db.withTenant(tenantId, async tx =>
    audit(tx, {
      action: 'audit.prune',
      after: { upTo: Number(seq) },
      reason: forced ? 'older than seven years; forced although it did not verify' : 'older than seven years',
    }),
  )
