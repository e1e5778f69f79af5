import type { Db } from '../../db/client.ts'
import { CommandFailure } from './errors.ts'

export type FoundTenant = { id: string; name: string; slug: string }

/** All tenants by name, or the one whose id, short name or name was typed. */
export async function findTenants(db: Db, typed?: string): Promise<FoundTenant[]> {
  const rows = await db.platform<{ tenant_id: string; name: string; slug: string }>(
    `SELECT tenant_id, name, slug FROM tenants
     WHERE $1::text IS NULL OR tenant_id::text = lower($1) OR slug = lower($1) OR lower(name) = lower($1) ORDER BY name`,
    [typed ?? null],
  )
  return rows.map(row => ({ id: row.tenant_id, name: row.name, slug: row.slug }))
}

/** Refuses a name that nobody has, and one that several have. */
export async function findTenant(db: Db, typed: string): Promise<FoundTenant> {
  const found = await findTenants(db, typed)
  if (found.length === 1 && found[0]) return found[0]
  const known = (found.length > 1 ? found : await findTenants(db)).slice(0, 20)
  const list = known.map(tenant => `${tenant.slug} (${tenant.name})`).join(', ') || 'none'
  throw new CommandFailure(
    found.length > 1
      ? `Several tenants are called ${typed}; take the short name: ${list}.`
      : `There is no tenant "${typed}". There are: ${list}.`,
  )
}
