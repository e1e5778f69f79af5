/** `isolation`: nothing of another tenant can be read, counted, changed, heard or told from what never was. */
import type { Checks } from './checks.ts'
import { startInstallation } from './installation.ts'
import { proveAnswers } from './isolation-answers.ts'
import { proveRoutes } from './isolation-routes.ts'
import { proveSimulator } from './isolation-simulator.ts'
import { proveSockets } from './isolation-sockets.ts'
import { proveSql } from './isolation-sql.ts'
import { fingerprint, idsOf, type Scene } from './rows-of.ts'
import { makeWorld } from './world.ts'

export async function isolation(checks: Checks): Promise<void> {
  const at = await startInstallation()
  try {
    checks.step('filling two tenants with equal data')
    const { mine, theirs } = await makeWorld(at)
    at.setDemoTenant(mine.tenantId)
    const idsOfMine = await idsOf(at.owner, mine.tenantId)
    const scene: Scene = { at, mine, theirs, theirIds: await idsOf(at.owner, theirs.tenantId), checks }
    await untouched(scene, async () => {
      await proveSql(scene)
      await proveRoutes(scene, 'given')
      await proveAnswers(scene)
      await proveSimulator(scene)
      await proveSockets(scene)
    })
    checks.step('and the other way round')
    at.setDemoTenant(theirs.tenantId)
    await proveAnswers({ at, mine: theirs, theirs: mine, theirIds: idsOfMine, checks })
    // Last, since from here on both tenants have things under the same ids.
    await untouched(scene, () => proveRoutes(scene, 'made'))
  } finally {
    await at.stop()
  }
}

/** Whatever was tried meanwhile, the rows of the other tenant are what they were. */
async function untouched({ at, theirs, checks }: Scene, work: () => Promise<void>): Promise<void> {
  const before = await fingerprint(at.owner, theirs.tenantId)
  await work()
  const after = await fingerprint(at.owner, theirs.tenantId)
  checks.step(`rows of ${theirs.mark} in ${after.size} tables`)
  for (const [table, hash] of after) checks.same(`${table} of ${theirs.mark}`, before.get(table) ?? '', hash)
}
