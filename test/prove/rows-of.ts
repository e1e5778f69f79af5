/** One tenant's rows, as the owner of the database sees them. */
import type { Client } from 'pg'
import type { Checks } from './checks.ts'
import type { Installation } from './installation.ts'
import type { TenantWorld } from './tenant-world.ts'

/** What the parts of the proof share. Whatever `mine` does, `theirs` must stay unseen and untouched. */
export type Scene = {
  at: Installation
  mine: TenantWorld
  theirs: TenantWorld
  /** Every id in any row of theirs. */
  theirIds: Set<string>
  checks: Checks
}

export async function tenantTables(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
       AND NOT a.attisdropped AND NOT c.relispartition ORDER BY 1`,
  )
  return rows.map(row => row.name)
}

/** Months of the audit trail: reached through their parent, and fenced all the same. */
export async function tenantPartitions(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relispartition
       AND relkind = 'r' ORDER BY 1`,
  )
  return rows.map(row => row.name)
}

/** Table -> hash of its rows. */
export async function fingerprint(owner: Client, tenantId: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const table of await tenantTables(owner)) {
    const { rows } = await owner.query<{ hash: string; count: string }>(
      `SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) AS hash, count(*) AS count FROM "${table}" t
       WHERE tenant_id = $1`,
      [tenantId],
    )
    found.set(table, `${rows[0]?.count} rows ${rows[0]?.hash}`)
  }
  return found
}

/** Every id in any row of the tenant, found by its shape. */
export async function idsOf(owner: Client, tenantId: string): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const table of await tenantTables(owner)) {
    const { rows } = await owner.query<{ row: string }>(
      `SELECT t::text AS row FROM "${table}" t WHERE tenant_id = $1`,
      [tenantId],
    )
    for (const { row } of rows) for (const id of idsInText(row)) ids.add(id)
  }
  return ids
}

export const idsInText = (text: string): string[] =>
  [...text.matchAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi)].map(match => match[0].toLowerCase())

/** Takes away what this tenant has just made under an id, so that the next route finds the id unused. */
export async function forgetMade(owner: Client, tenantId: string, id: string): Promise<void> {
  await owner.query('DELETE FROM ticket_events WHERE tenant_id = $1 AND ticket_id = $2', [tenantId, id])
  for (const table of ['messages', 'tickets', 'inboxes', 'customer_notes', 'uploads', 'canned_replies']) {
    await owner.query(`DELETE FROM "${table}" WHERE tenant_id = $1 AND id = $2`, [tenantId, id])
  }
}
