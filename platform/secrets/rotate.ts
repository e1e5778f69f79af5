/** New keys while everything goes on: `npm run trunkline -- keys rotate` calls this. */
import type { Db } from '../../db/client.ts'
import { audit } from '../audit/index.ts'
import { countBelow, type Resealed, resealBelow } from './reseal.ts'
import type { Secrets } from './secrets.ts'

type Deps = { db: Pick<Db, 'withTenant'>; secrets: Secrets }

/** Wraps the tenant's keys with the installation's present key; the values stay as they are. Answers how many. */
export const rewrapTenantKeys = ({ secrets }: Pick<Deps, 'secrets'>, tenantId: string): Promise<number> =>
  secrets.keys.rewrap(tenantId)

/**
 * Gives the tenant a new key, seals everything again with it, and retires the older ones once nothing needs them. They
 * stay stored and readable: a transaction that was under way may still commit a value of theirs, which the next rotation
 * seals again. Two rotations at once do no harm.
 */
export async function rotateTenantKey(deps: Deps, tenantId: string): Promise<Resealed & { version: number }> {
  const version = await deps.secrets.keys.add(tenantId)
  const done = await resealBelow({ ...deps, tenantId, version })
  await deps.db.withTenant(tenantId, async tx => {
    if ((await countBelow(tx, version)) > 0) return
    const { rows } = await tx.query<{ version: number }>(
      'UPDATE tenant_keys SET retired_at = now() WHERE version < $1 AND retired_at IS NULL RETURNING version',
      [version],
    )
    for (const { version: old } of rows) {
      audit(tx, { action: 'keys.retire', subject: { kind: 'key', id: String(old), name: `data key ${old}` } })
    }
  })
  return { ...done, version }
}

/**
 * Rotates tenant after tenant and tells of each in one line. One that fails holds up no other; at the end it rejects
 * when any failed or holds values that do not open.
 */
export async function rotateKeys(
  deps: { db: Db; secrets: Secrets },
  tenantIds: string[],
  tell: (line: string) => void,
): Promise<{ resealed: number }> {
  let resealed = 0
  let failed = 0
  for (const tenantId of tenantIds) {
    try {
      const rewrapped = await rewrapTenantKeys(deps, tenantId)
      const done = await rotateTenantKey(deps, tenantId)
      resealed += done.resealed
      tell(
        `${tenantId}: key ${done.version}, ${done.resealed} values sealed again, ${rewrapped} keys rewrapped`,
      )
      for (const words of done.unreadable) tell(`${tenantId}: ${words}`)
      if (done.unreadable.length > 0) failed++
    } catch (error) {
      failed++
      tell(`${tenantId}: failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (failed > 0) {
    throw new Error(
      `${failed} of ${tenantIds.length} tenants were not rotated completely; see the lines above.`,
    )
  }
  return { resealed }
}
