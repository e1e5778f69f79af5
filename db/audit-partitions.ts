/** The monthly partitions of the audit trail. */
import type { Client } from 'pg'

const monthsAhead = 24
export const keptYears = 7

const nameOf = (month: Date) =>
  `audit_${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`
const monthFrom = (day: Date, months: number) =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1))

/** The first moment that is kept: the beginning of the month seven years before `today`. */
export const keptFrom = (today: Date): Date => monthFrom(today, -12 * keptYears)

/**
 * Makes this month's partition and those of the two years to come, at every start and with every `audit prune`. A process
 * that never restarts writes into the default partition afterwards, which loses nothing: its rows move once the month's
 * own partition is made.
 */
export async function makeAuditPartitions(owner: Client, today: Date): Promise<void> {
  for (let ahead = 0; ahead <= monthsAhead; ahead += 1)
    await makeAuditPartition(owner, monthFrom(today, ahead))
}

/** The partition of the month `day` lies in; one that is there already stays. */
export async function makeAuditPartition(owner: Client, day: Date): Promise<void> {
  const month = monthFrom(day, 0)
  const name = nameOf(month)
  const { rows } = await owner.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    `public.${name}`,
  ])
  if (rows[0]?.there) return
  await owner.query('BEGIN')
  try {
    await owner.query('LOCK TABLE audit IN ACCESS EXCLUSIVE MODE')
    await owner.query(moveIntoPartition(name, month.toISOString(), monthFrom(month, 1).toISOString()))
    await owner.query('COMMIT')
  } catch (error) {
    await owner.query('ROLLBACK')
    throw error
  }
}

/** Row-level security would hide the default partition's rows from an owner who is no superuser; hence NO FORCE. */
const moveIntoPartition = (name: string, from: string, to: string) => `
  CREATE TABLE ${name} (LIKE audit INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
  ALTER TABLE audit_default NO FORCE ROW LEVEL SECURITY;
  WITH moved AS (DELETE FROM audit_default WHERE at >= '${from}' AND at < '${to}' RETURNING *)
    INSERT INTO ${name} SELECT * FROM moved;
  ALTER TABLE audit_default FORCE ROW LEVEL SECURITY;
  ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
  ALTER TABLE audit ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}');`

/** Names of the partitions whose whole month lies more than seven years before `today`, oldest first. */
export async function oldAuditPartitions(owner: Client, today: Date): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'audit'::regclass AND c.relname ~ '^audit_[0-9]{4}_[0-9]{2}$' AND c.relname < $1 ORDER BY 1`,
    [nameOf(keptFrom(today))],
  )
  return rows.map(row => row.name)
}

export type LastDropped = { tenantId: string; seq: string; hash: string }

/**
 * Drops partitions for good. `startsOf` says, for the last row of each tenant that goes, with which seal the chain goes
 * on; those starts are written in the same transaction. Refuses when somebody works on the trail for ten seconds.
 */
export async function dropAuditPartitions(
  owner: Client,
  names: readonly string[],
  sealOf: (last: LastDropped) => string,
): Promise<LastDropped[]> {
  await owner.query('BEGIN')
  try {
    await owner.query(`SET LOCAL lock_timeout = '10s'`)
    await owner.query('LOCK TABLE audit IN ACCESS EXCLUSIVE MODE')
    const lasts = await lastRows(owner, names)
    await owner.query('ALTER TABLE audit_starts NO FORCE ROW LEVEL SECURITY')
    for (const last of lasts) {
      await owner.query(
        `INSERT INTO audit_starts (tenant_id, seq, hash, seal) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, seq) DO UPDATE SET hash = EXCLUDED.hash, seal = EXCLUDED.seal`,
        [last.tenantId, last.seq, last.hash, sealOf(last)],
      )
    }
    await owner.query('ALTER TABLE audit_starts FORCE ROW LEVEL SECURITY')
    for (const name of names) await owner.query(`DROP TABLE ${name}`)
    await owner.query('COMMIT')
    return lasts
  } catch (error) {
    await owner.query('ROLLBACK')
    throw error
  }
}

async function lastRows(owner: Client, names: readonly string[]): Promise<LastDropped[]> {
  for (const name of names) await owner.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`)
  const all = names.map(name => `SELECT tenant_id, seq, hash FROM ${name}`).join(' UNION ALL ')
  const { rows } = await owner.query<LastDropped>(
    `SELECT DISTINCT ON (tenant_id) tenant_id AS "tenantId", seq::text AS seq, hash FROM (${all}) gone
     ORDER BY tenant_id, gone.seq DESC`,
  )
  return rows
}
