/** `roles`: every route and socket event x every role, a stranger, a disabled member, an agent without an inbox. */

import { documentedRoutes } from '../../hub/web/documented.ts'
import { socketEvents } from '../../hub/web/sockets.ts'
import { permissions } from '../../platform/identity/permissions.ts'
import { isRoleName, roleNames } from '../../platform/identity/roles.ts'
import type { Checks } from './checks.ts'
import { eventTable } from './event-table.ts'
import { startInstallation } from './installation.ts'
import { publicAnswers } from './public-answers.ts'
import { makeAskers } from './role-askers.ts'
import { holders } from './role-holders.ts'
import { routeTable } from './role-table.ts'
import { proveEvent } from './roles-events.ts'
import { impersonate, proveRoute } from './roles-routes.ts'
import { nameOf } from './samples.ts'
import { makeWorld } from './world.ts'

export async function roles(checks: Checks): Promise<void> {
  const at = await startInstallation()
  try {
    checks.step('filling two tenants')
    const { mine, theirs } = await makeWorld(at)
    at.setDemoTenant(mine.tenantId)
    const routes = [...documentedRoutes, ...at.routes]
    compareTables(
      checks,
      routes.map(route => [nameOf(route), route.permission]),
    )
    const askers = await makeAskers(at, mine, theirs)
    checks.step(`${Object.keys(eventTable).length} socket events x ${askers.length} askers`)
    for (const name of Object.keys(eventTable)) {
      for (const asker of askers) {
        if (asker.impersonates) await impersonate(at, mine.tenantId, asker.impersonates)
        if (asker.cookie) at.forget(asker.cookie)
        await proveEvent({ at, mine, checks }, name, asker)
      }
    }
    checks.step(`${routes.length} routes x ${askers.length} askers`)
    const byName = new Map(routes.map(route => [nameOf(route), route]))
    for (const name of Object.keys(routeTable)) {
      const route = byName.get(name)
      if (!route) continue
      // A door that opens by a secret is the same for everyone, and does not like to be knocked at too often.
      const asking =
        name in publicAnswers || name.endsWith('/request') || name.endsWith('/request-reset')
          ? askers.slice(0, 1)
          : askers
      for (const asker of asking) await proveRoute({ at, mine, checks }, route, asker)
    }
  } finally {
    await at.stop()
  }
}

/** Both ways: what is served is declared with the same word, and what is declared is served. */
function compareTables(checks: Checks, routes: [string, string][]): void {
  const events = Object.entries(socketEvents)
  for (const [what, served, table] of [
    ['route', routes, routeTable],
    ['socket event', events, eventTable],
  ] as const) {
    for (const [name, word] of served) {
      checks.same(`${what} ${name}: permission`, table[name]?.[0] ?? 'not in test/prove/role-table.ts', word)
    }
    const names = new Set<string>(served.map(([name]) => name))
    for (const name of Object.keys(table))
      checks.holds(`${what} ${name}`, names.has(name), 'served', 'not served')
  }
  for (const word of permissions) {
    checks.holds(`permission ${word}`, word in holders, 'declared in role-table.ts', 'undeclared')
  }
  const known = new Set(Object.values(holders).flat())
  for (const role of roleNames)
    checks.holds(`role ${role}`, known.has(role), 'declared in role-table.ts', 'undeclared')
  for (const role of known) checks.holds(`role ${role}`, isRoleName(role), 'a role', 'unknown')
}
