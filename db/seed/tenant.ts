import { Client } from 'pg'
import { newId } from '../../platform/ids.ts'
import type { Db, Tx } from '../client.ts'
import { members } from '../schema/index.ts'
import type { SeedDeps } from './deps.ts'
import type { Colleague } from './people.ts'

export type TenantFacts = { name: string; slug: string; timeZone: string; currency: string; locale: string }

/** The id of the tenant with this slug; undefined when there is none. */
export async function findTenant(db: Db, slug: string): Promise<string | undefined> {
  const rows = await db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants WHERE slug = $1', [
    slug,
  ])
  return rows[0]?.tenant_id
}

/** Adds the tenant over the owner's connection, since the application itself may only read them; an old one stays. */
export async function addTenant(
  deps: Pick<SeedDeps, 'db' | 'ownerUrl'>,
  facts: TenantFacts,
): Promise<string> {
  const owner = new Client({ connectionString: deps.ownerUrl, application_name: 'trunkline seed' })
  await owner.connect()
  try {
    await owner.query(
      `INSERT INTO tenants (tenant_id, name, slug, time_zone, currency, locale) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (slug) DO NOTHING`,
      [newId(), facts.name, facts.slug, facts.timeZone, facts.currency, facts.locale],
    )
  } finally {
    await owner.end()
  }
  const tenantId = await findTenant(deps.db, facts.slug)
  if (!tenantId)
    throw new Error(`The tenant ${facts.slug} could not be added; may DATABASE_URL's user write tenants?`)
  return tenantId
}

/** Every seed fills a tenant in one transaction, so a tenant with members is a tenant that is finished. */
export async function isFilled(tx: Tx): Promise<boolean> {
  // Two starts at once: the second waits here and then sees what the first did.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('seed ' || $1, 0))`, [tx.tenantId])
  return ((await tx.query('SELECT 1 FROM members LIMIT 1')).rowCount ?? 0) > 0
}

export async function addMembers(
  tx: Tx,
  people: readonly (Colleague & { id: string; userId: string })[],
): Promise<void> {
  await tx.orm.insert(members).values([...people])
}

/** Slugs of all tenants, read before the application's own pools are open. */
export async function tenantSlugs(ownerUrl: string): Promise<string[]> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'trunkline start' })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ slug: string }>('SELECT slug FROM tenants')
    return rows.map(row => row.slug)
  } finally {
    await owner.end()
  }
}
