/** The work: what waits, what is stuck, the keys, and the heads of the audit trails. */
import { headsFile, readHeads } from '../../platform/audit/exported-heads.ts'
import { attempt, type Checked, doubtful, fine, wrong } from './checks.ts'
import { inWords } from './database-words.ts'
import { findTenants } from './find-tenant.ts'
import type { Installation } from './installation.ts'

const words = (error: unknown) => (inWords(error) as Error).message

export async function checkWork(installation: Installation): Promise<Checked[]> {
  return [
    await attempt('keys', () => checkKeys(installation), words),
    await attempt('work', () => checkWaiting(installation), words),
    await attempt('audit heads', () => checkHeads(installation), words),
  ]
}

/** openSecrets() refuses a key that opens nothing. */
async function checkKeys(installation: Installation): Promise<Checked> {
  await installation.secrets()
  const tenants = await findTenants(installation.db)
  return fine(
    'keys',
    tenants.length === 0 ? 'nothing is sealed yet' : 'the installation’s key opens the tenants’ keys',
  )
}

type Waiting = { late: number; parked: number; unsent: number; unknown: number }

const waitingSql = `SELECT
  (SELECT count(*) FROM inbox_events WHERE state = 'new' AND received_at < now() - interval '5 minutes') AS late,
  (SELECT count(*) FROM inbox_events WHERE state = 'parked') AS parked,
  (SELECT count(*) FROM messages WHERE state = 'queued' AND created_at < now() - interval '5 minutes') AS unsent,
  (SELECT count(*) FROM messages WHERE state = 'unknown') AS unknown`

async function checkWaiting({ db }: Installation): Promise<Checked> {
  const told: string[] = []
  for (const { id, name } of await findTenants(db)) {
    const { rows } = await db.withTenant(id, tx => tx.query<Waiting>(waitingSql))
    const { late = 0, parked = 0, unsent = 0, unknown = 0 } = rows[0] ?? {}
    const parts = [
      ...(late > 0 ? [`${late} received and not looked at for 5 minutes (does a worker run?)`] : []),
      ...(parked > 0 ? [`${parked} parked: replay them under Inboxes`] : []),
      ...(unsent > 0 ? [`${unsent} answers queued for 5 minutes`] : []),
      ...(unknown > 0 ? [`${unknown} answers whose delivery is unknown`] : []),
    ]
    if (parts.length > 0) told.push(`${name}: ${parts.join(', ')}`)
  }
  return told.length > 0 ? doubtful('work', told.join('; ')) : fine('work', 'nothing waits')
}

const lateMs = 15 * 60_000

async function checkHeads({ db, config, sealer }: Installation): Promise<Checked> {
  const heads = await readHeads(headsFile(config.DATA_DIR), sealer)
  if (heads.findings.length > 0) return wrong('audit heads', heads.findings.join('; '))
  const late: string[] = []
  for (const { id, name } of await findTenants(db)) {
    const { rows } = await db.withTenant(id, tx =>
      tx.query<{ seq: number; at: Date }>('SELECT seq, at FROM audit ORDER BY seq DESC LIMIT 1'),
    )
    const newest = heads.of(id).at(-1)
    const row = rows[0]
    if (!row || (newest && newest.seq >= BigInt(row.seq))) continue
    if (Date.now() - row.at.getTime() > lateMs)
      late.push(newest ? `${name} since ${newest.at}` : `${name} never`)
  }
  if (late.length === 0) return fine('audit heads', 'every trail’s head stands outside the database')
  return doubtful(
    'audit heads',
    `not exported: ${late.join(', ')} (the worker writes ${headsFile(config.DATA_DIR)})`,
  )
}
