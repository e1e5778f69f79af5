/** `catalogue`: what the database itself says about tenants, keys, rights and roles. */

import { tenantFences } from './catalogue-fences.ts'
import { keysAndReferences } from './catalogue-keys.ts'
import { roleRights } from './catalogue-rights.ts'
import type { CatalogueScene } from './catalogue-scene.ts'
import type { Checks } from './checks.ts'
import { startInstallation } from './installation.ts'
import { tenantPartitions, tenantTables } from './rows-of.ts'

/** Looks at a migrated database that a process has started on, so that what jobs and sockets bring along counts too. */
export async function catalogue(checks: Checks): Promise<void> {
  const at = await startInstallation()
  try {
    const scene: CatalogueScene = {
      checks,
      tables: await tenantTables(at.owner),
      partitions: await tenantPartitions(at.owner),
      ask: async <Row>(sql: string, values: unknown[] = []) =>
        (await at.owner.query(sql, values)).rows as Row[],
    }
    checks.holds('tenant tables', scene.tables.length > 20, 'more than 20', scene.tables.length)
    await tenantFences(scene)
    checks.holds(
      'months of the audit trail',
      scene.partitions.length > 12,
      'more than 12',
      scene.partitions.length,
    )
    await keysAndReferences(scene)
    await roleRights(scene)
  } finally {
    await at.stop()
  }
}
