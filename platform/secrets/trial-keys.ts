/** For tests: processes with keys of their own on one database, and rows to seal things in. */
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Db } from '../../db/client.ts'
import { newId } from '../ids.ts'
import type { SealPlace } from './sealed-columns.ts'
import type { Secrets } from './secrets.ts'

export const placeOf = (tenantId: string, id = newId()): SealPlace => ({
  tenantId,
  table: 'nas',
  column: 'secret',
  id,
})

/** A database that counts the transactions begun in it. */
export function counted(db: Db): Db & { transactions: number } {
  const counting = {
    ...db,
    transactions: 0,
    withTenant: ((tenantId, work) => {
      counting.transactions++
      return db.withTenant(tenantId, work)
    }) as Db['withTenant'],
  }
  return counting
}

/** A router whose secret is sealed; answers its id. */
export async function addRouter(db: Db, secrets: Secrets, tenantId: string, clear: string): Promise<string> {
  const place = placeOf(tenantId)
  const sealed = await secrets.seal(place, clear)
  await db.withTenant(tenantId, tx =>
    tx.query('INSERT INTO nas (id, name, address, secret) VALUES ($1, $2, $3, $4)', [
      place.id,
      `router ${place.id}`,
      place.id,
      sealed,
    ]),
  )
  return place.id
}

/** The sealed secrets of the tenant's routers by id. */
export async function routerSecrets(db: Db, tenantId: string): Promise<Map<string, string>> {
  const { rows } = await db.withTenant(tenantId, tx =>
    tx.query<{ id: string; secret: string }>('SELECT id, secret FROM nas ORDER BY id'),
  )
  return new Map(rows.map(row => [row.id, row.secret]))
}

/** What the first releases wrote: a key made from SECRET_KEY itself, and no version. */
export function sealFirstFormat(secretKey: string, place: SealPlace, clear: string): string {
  const root = Buffer.from(secretKey, 'hex')
  const key = Buffer.from(hkdfSync('sha256', root, place.tenantId, 'trunkline tenant key', 32))
  const iv = randomBytes(12)
  const bound = Buffer.from(`${place.tenantId}|${place.table}|${place.column}|${place.id}`)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound)
  const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${iv.toString('base64url')}.${body.toString('base64url')}`
}
