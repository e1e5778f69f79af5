/** The rows of tenant_keys, each inside its tenant's transaction. */
import type { Tx } from '../../db/client.ts'

export type KeyRow = { version: number; wrappedBy: string; wrapped: string }

const columns = 'version, wrapped_by AS "wrappedBy", wrapped'

export async function newestKey(tx: Tx): Promise<KeyRow | undefined> {
  const sql = `SELECT ${columns} FROM tenant_keys ORDER BY version DESC LIMIT 1`
  return (await tx.query<KeyRow>(sql)).rows[0]
}

export async function keyOfVersion(tx: Tx, version: number): Promise<KeyRow | undefined> {
  return (await tx.query<KeyRow>(`SELECT ${columns} FROM tenant_keys WHERE version = $1`, [version])).rows[0]
}

/** Those another wrapper than `name` wrapped, retired ones too. */
export const keysNotWrappedBy = async (tx: Tx, name: string): Promise<KeyRow[]> =>
  (
    await tx.query<KeyRow>(`SELECT ${columns} FROM tenant_keys WHERE wrapped_by <> $1 ORDER BY version`, [
      name,
    ])
  ).rows

/** False when another process was faster: its row stands. */
export async function insertKey(tx: Tx, row: KeyRow): Promise<boolean> {
  const { rowCount } = await tx.query(
    'INSERT INTO tenant_keys (version, wrapped_by, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [row.version, row.wrappedBy, row.wrapped],
  )
  return rowCount === 1
}

/** Sets how a version is wrapped, if it is still wrapped as in `before`. */
export async function replaceWrapping(tx: Tx, before: KeyRow, after: KeyRow): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE tenant_keys SET wrapped_by = $3, wrapped = $4 WHERE version = $1 AND wrapped = $2',
    [before.version, before.wrapped, after.wrappedBy, after.wrapped],
  )
  return rowCount === 1
}
