/** Writes the heads of all trails outside the database, every few minutes and at the end. */
import type { Db } from '../../db/client.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { appendHeads, readHeads } from './exported-heads.ts'
import type { Mark, Sealer } from './seal.ts'

export type HeadExportDeps = {
  db: Db
  sealer: Sealer
  /** See headsFile(). */
  path: string
  clock: Clock
  log: Pick<Log, 'error' | 'warn'>
}

const everyMs = 5 * 60_000

/** What was exported last, by tenant. */
type Known = Map<string, { seq: bigint; hash: string }>

export type HeadExport = { round(): Promise<void>; stop(): Promise<void> }

/** One that fails is tried again with the next; nothing waits for it. */
export function startHeadExport(deps: HeadExportDeps): HeadExport {
  let known: Known | null = null
  let running = Promise.resolve()
  const exportAll = async () => {
    known ??= await readKnown(deps)
    await exportHeads(deps, known)
  }
  const round = () => {
    running = running.then(exportAll).catch((error: Error) => {
      deps.log.warn({ err: error }, 'audit heads not exported; the next round tries again')
    })
    return running
  }
  const timer = setInterval(round, everyMs)
  timer.unref()
  return {
    round,
    async stop() {
      clearInterval(timer)
      await round()
    },
  }
}

const tenantIds = async (db: Db) =>
  (await db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants')).map(row => row.tenant_id)

async function readKnown({ db, path, sealer }: HeadExportDeps): Promise<Known> {
  const file = await readHeads(path, sealer)
  const known: Known = new Map()
  for (const tenantId of await tenantIds(db)) {
    const newest = file.of(tenantId).at(-1)
    if (newest) known.set(tenantId, newest)
  }
  return known
}

async function exportHeads({ db, sealer, path, clock, log }: HeadExportDeps, known: Known): Promise<void> {
  const marks: Mark[] = []
  for (const tenantId of await tenantIds(db)) {
    const head = await headOf(db, tenantId)
    const before = known.get(tenantId)
    if (!head || (before && before.seq === head.seq && before.hash === head.hash)) continue
    if (before && head.seq <= before.seq) {
      log.error(
        { tenantId, seq: Number(head.seq), exportedSeq: Number(before.seq) },
        'the audit trail is not the one that was exported: npm run trunkline -- audit verify',
      )
    } else marks.push({ tenantId, ...head })
  }
  await appendHeads(path, sealer, marks, clock.now())
  for (const { tenantId, seq, hash } of marks) known.set(tenantId, { seq, hash })
}

const headOf = (db: Db, tenantId: string): Promise<{ seq: bigint; hash: string } | null> =>
  db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<{ seq: string; hash: string }>('SELECT seq::text, hash FROM audit_heads')
    const [row] = rows
    return row && row.seq !== '0' ? { seq: BigInt(row.seq), hash: row.hash } : null
  })
