import { newId } from '../../platform/ids.ts'
import { slugOf } from '../../platform/slug.ts'
import type { SeedDeps } from './deps.ts'
import { addMembers, addTenant, isFilled, type TenantFacts } from './tenant.ts'

export type FirstTenant = {
  tenantName: string
  adminEmail: string
  adminName: string
  adminPassword: string
  /** IANA zone, ISO 4217 and BCP 47; the locale's region reads local phone numbers. */
  timeZone?: string
  currency?: string
  locale?: string
}

/**
 * An empty tenant with its owner, for those who start for real. A tenant of that name that has people is left as it
 * is. Refuses a name without letters or digits, since nothing could be typed to reach it.
 */
export async function seedEmpty(
  deps: Pick<SeedDeps, 'db' | 'ownerUrl' | 'createUser' | 'log'> & FirstTenant,
): Promise<{ tenantId: string; userId: string; created: boolean }> {
  const tenantId = await addTenant(deps, factsOf(deps))
  const email = deps.adminEmail.trim().toLowerCase()
  const name = deps.adminName.trim()
  const { userId } = await deps.createUser({ email, name, password: deps.adminPassword })
  const created = await deps.db.withTenant(tenantId, async tx => {
    if (await isFilled(tx)) return false
    await addMembers(tx, [{ id: newId(), name, email, role: 'owner', allInboxes: true, userId }])
    return true
  })
  deps.log(created ? `${deps.tenantName} is ready for ${email}` : `${deps.tenantName} was there already`)
  return { tenantId, userId, created }
}

function factsOf(input: FirstTenant): TenantFacts {
  const name = input.tenantName.trim()
  return {
    name,
    slug: slugOf(name),
    timeZone: input.timeZone ?? 'UTC',
    currency: input.currency ?? 'USD',
    locale: input.locale ?? 'en',
  }
}
