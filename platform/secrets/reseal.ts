/** Seals again what an older key sealed, while others go on writing. */
import type { Db, Tx } from '../../db/client.ts'
import { SecretsFailure } from './failure.ts'
import { sealedColumns } from './sealed-columns.ts'
import type { Secrets } from './secrets.ts'

export type Resealed = {
  resealed: number
  /** Why values could not be opened, one line each; they stay as they are. */
  unreadable: string[]
}

type Column = (typeof sealedColumns)[number]
type Row = { id: string; sealed: string }
type Below = { db: Pick<Db, 'withTenant'>; secrets: Secrets; tenantId: string; version: number }

const batchSize = 100
const mostPasses = 10
const beforeAllIds = '00000000-0000-0000-0000-000000000000'

/** True in SQL for values of key versions below $1; the format before versions is below all. */
const isBelow = ({ column }: Column) =>
  `CASE WHEN ${column} ~ '^v2[.][0-9]{1,9}[.]' THEN split_part(${column}, '.', 2)::int ELSE 0 END < $1`

/**
 * Goes through every sealed column of the tenant until a pass finds nothing more that it could seal again. Each row is
 * compared and set: a value that changed in between is left for the next pass, never overwritten.
 */
export async function resealBelow(below: Below): Promise<Resealed> {
  let resealed = 0
  for (let pass = 1; ; pass++) {
    const unreadable: string[] = []
    let found = 0
    for (const column of sealedColumns) {
      for await (const done of batchesOf(below, column)) {
        resealed += done.resealed
        found += done.found
        unreadable.push(...done.unreadable)
      }
    }
    if (found === unreadable.length || pass === mostPasses) return { resealed, unreadable }
  }
}

async function* batchesOf(below: Below, column: Column): AsyncGenerator<Resealed & { found: number }> {
  const { db, tenantId, version } = below
  const sql = `SELECT id, ${column.column} AS sealed FROM ${column.table} WHERE ${isBelow(column)} AND id > $2
    ORDER BY id LIMIT ${batchSize}`
  let after = beforeAllIds
  for (;;) {
    const { rows } = await db.withTenant(tenantId, tx => tx.query<Row>(sql, [version, after]))
    if (rows.length === 0) return
    yield { found: rows.length, ...(await resealBatch(below, column, rows)) }
    after = rows.at(-1)?.id ?? after
  }
}

async function resealBatch(below: Below, column: Column, rows: Row[]): Promise<Resealed> {
  const { db, secrets, tenantId } = below
  const changes: (Row & { again: string })[] = []
  const unreadable: string[] = []
  for (const row of rows) {
    const place = { tenantId, ...column, id: row.id }
    try {
      changes.push({ ...row, again: await secrets.seal(place, await secrets.open(place, row.sealed)) })
    } catch (error) {
      if (!(error instanceof SecretsFailure)) throw error
      unreadable.push(error.message)
    }
  }
  const { rowCount } = await db.withTenant(tenantId, tx =>
    tx.query(
      `UPDATE ${column.table} t SET ${column.column} = x.again
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS x(id, sealed, again)
       WHERE t.id = x.id AND t.${column.column} = x.sealed`,
      [changes.map(row => row.id), changes.map(row => row.sealed), changes.map(row => row.again)],
    ),
  )
  return { resealed: rowCount ?? 0, unreadable }
}

/** How many values of the tenant older keys than `version` sealed. */
export async function countBelow(tx: Tx, version: number): Promise<number> {
  const counts = sealedColumns.map(each => `(SELECT count(*) FROM ${each.table} WHERE ${isBelow(each)})`)
  const { rows } = await tx.query<{ count: number }>(`SELECT ${counts.join(' + ')} AS count`, [version])
  return rows[0]?.count ?? 0
}
