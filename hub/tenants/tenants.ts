/** The providers on this installation: made, limited, suspended by its owners. */
import type { z } from 'zod'
import type { Db } from '../../db/client.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import { newId } from '../../platform/ids.ts'
import { usedOf } from '../../platform/limits.ts'
import { Refusal } from '../../platform/refusal.ts'
import { slugOf } from '../../platform/slug.ts'
import type { App } from '../app.ts'
import { add as addInvitation } from '../people/invitations.ts'
import type { changeTenant as changeSchema, createTenant as createSchema, Tenant } from './tenants.api.ts'

type TenantShape = z.infer<typeof Tenant>

type Row = {
  tenant_id: string
  name: string
  slug: string
  time_zone: string
  currency: string
  locale: string
  created_at: Date
  suspended_at: Date | null
  suspended_reason: string | null
  limits: TenantShape['limits']
}

const tenantSql = `SELECT tenant_id, name, slug, time_zone, currency, locale, created_at, suspended_at, suspended_reason, limits
  FROM tenants`

export async function findTenants(db: Db): Promise<{ items: TenantShape[] }> {
  const rows = await db.platform<Row>(`${tenantSql} ORDER BY name, tenant_id`)
  const items: TenantShape[] = []
  for (const row of rows) items.push(await shapeOf(db, row))
  return { items }
}

export async function findTenant(db: Db, id: string): Promise<TenantShape> {
  const [row] = await db.platform<Row>(`${tenantSql} WHERE tenant_id = $1`, [id])
  if (!row) throw new Refusal('missing', 'There is no such tenant.')
  return shapeOf(db, row)
}

async function shapeOf(db: Db, row: Row): Promise<TenantShape> {
  return {
    id: row.tenant_id,
    name: row.name,
    slug: row.slug,
    timeZone: row.time_zone,
    currency: row.currency,
    locale: row.locale,
    createdAt: row.created_at.toISOString(),
    suspendedAt: row.suspended_at?.toISOString() ?? null,
    suspendedReason: row.suspended_reason,
    limits: row.limits,
    used: await db.withTenant(row.tenant_id, usedOf),
  }
}

/** A new provider. Refuses a name that is taken. */
export async function createTenant(
  db: Db,
  input: Omit<z.infer<typeof createSchema>, 'ownerName' | 'ownerEmail'>,
): Promise<TenantShape> {
  const id = newId()
  await db.asPlatform(id, async tx => {
    const { rowCount } = await tx.query(
      `INSERT INTO tenants (tenant_id, name, slug, time_zone, currency, locale, limits) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (slug) DO NOTHING`,
      [id, input.name, slugOf(input.name), input.timeZone, input.currency, input.locale, input.limits],
    )
    if (rowCount === 0) throw new Refusal('conflict', `There is a provider called ${input.name} already.`)
    audit(tx, { action: 'tenants.create', subject: { kind: 'tenant', id, name: input.name }, after: input })
  })
  return findTenant(db, id)
}

/** The link with which an owner joins: a tenant's first, or one more when nobody is left who could invite. */
export async function inviteOwner(
  app: App,
  id: string,
  owner: { name: string; email: string },
): Promise<{ link: string }> {
  await findTenant(app.db, id)
  return app.db.withTenant(id, async tx => {
    const { link } = await addInvitation(app, tx, null, {
      ...owner,
      role: 'owner',
      customRoleId: null,
      allInboxes: true,
      inboxIds: [],
      teamIds: [],
    })
    return { link }
  })
}

type Columns = Partial<Record<'name' | 'time_zone' | 'limits' | 'suspended_at' | 'suspended_reason', unknown>>

async function change(db: Db, id: string, action: string, set: Columns): Promise<TenantShape> {
  const before = await findTenant(db, id)
  const difference = changed(before, { ...before, ...renamed(set) })
  if (!difference) return before
  await db.asPlatform(id, async tx => {
    const columns = Object.keys(set).map((column, at) => `${column} = $${at + 2}`)
    await tx.query(`UPDATE tenants SET ${columns.join(', ')} WHERE tenant_id = $1`, [
      id,
      ...Object.values(set),
    ])
    const reason = typeof set.suspended_reason === 'string' ? set.suspended_reason : null
    audit(tx, { action, subject: { kind: 'tenant', id, name: before.name }, ...difference, reason })
  })
  return findTenant(db, id)
}

const apiNames: Record<string, string> = {
  time_zone: 'timeZone',
  suspended_at: 'suspendedAt',
  suspended_reason: 'suspendedReason',
}
const renamed = (set: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(set).map(([column, value]) => [apiNames[column] ?? column, value]))

export const changeTenant = (db: Db, id: string, input: z.infer<typeof changeSchema>) =>
  change(db, id, 'tenants.change', {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.timeZone === undefined ? {} : { time_zone: input.timeZone }),
    ...(input.limits === undefined ? {} : { limits: input.limits }),
  })

/** Its people and keys are refused with the reason; what customers write is still received, and lines stay up. */
export const suspendTenant = (db: Db, id: string, reason: string, now: Date) =>
  change(db, id, 'tenants.suspend', { suspended_at: now, suspended_reason: reason })

export const resumeTenant = (db: Db, id: string) =>
  change(db, id, 'tenants.resume', { suspended_at: null, suspended_reason: null })
