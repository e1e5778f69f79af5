/** A lively demo provider with named people, and the empty one for those who start for real. */
import { dayIn } from '../../platform/calendar.ts'
import { newId } from '../../platform/ids.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import type { Tx } from '../client.ts'
import { seedCustomers } from './customers.ts'
import type { SeedDeps } from './deps.ts'
import { seedRouters, seedSessions } from './lines.ts'
import { seedMoney, suspendedIndex, unpaidSince } from './money.ts'
import { colleagues, demoPassword, tenantFacts } from './people.ts'
import { createRandom } from './random.ts'
import { type DemoWorld, readDemo } from './read-demo.ts'
import { seedServices, suspendUnpaid } from './services.ts'
import { addMembers, addTenant, findTenant, isFilled } from './tenant.ts'
import { seedTickets } from './tickets.ts'

export type { SeedDeps } from './deps.ts'
export { type FirstTenant, seedEmpty } from './first-tenant.ts'
export type { DemoContact, DemoCustomer, DemoMember, DemoNas } from './read-demo.ts'
export { tenantSlugs } from './tenant.ts'

/** The demo's tenant; no other may have this slug. */
export const demoSlug = tenantFacts.slug

export type Demo = DemoWorld & {
  tenantId: string
  /** False when the tenant was there already and nothing was written. */
  created: boolean
  people: { name: string; email: string; password: string; role: string }[]
}

/**
 * Fernhill Fibre: people, plans, some sixty customers with services, lines, three months of money and tickets, the same
 * on every machine and dated relative to `today`. All or nothing; a tenant of that slug with people in it is left alone.
 */
export async function seedDemo(deps: SeedDeps): Promise<Demo> {
  const known = await findTenant(deps.db, tenantFacts.slug)
  if (known) {
    const world = await deps.db.withTenant(known, async tx =>
      (await isFilled(tx)) ? readDemo(tx, deps.secrets) : undefined,
    )
    if (world) return { tenantId: known, created: false, people, ...world }
  }
  const tenantId = known ?? (await addTenant(deps, tenantFacts))
  const users: { userId: string }[] = []
  for (const { name, email } of colleagues) {
    users.push(await deps.createUser({ name, email, password: demoPassword }))
  }
  const result = await deps.db.withTenant(tenantId, async tx => {
    const created = !(await isFilled(tx))
    if (created) await fill(tx, deps, users)
    return { created, ...(await readDemo(tx, deps.secrets)) }
  })
  deps.log(`${tenantFacts.name}: ${result.customers.length} customers, sign in as ${colleagues[0]?.email}`)
  return { tenantId, people, ...result }
}

const people = colleagues.map(({ name, email, role }) => ({ name, email, role, password: demoPassword }))

async function fill(
  tx: Tx,
  deps: { secrets: Secrets; today: Date },
  users: readonly { userId: string }[],
): Promise<void> {
  const random = createRandom(20_260_301)
  const today = dayIn(tenantFacts.timeZone, deps.today)
  const members = colleagues.map((person, index) => ({
    id: newId(),
    userId: users[index]?.userId ?? '',
    ...person,
  }))
  await addMembers(tx, members)
  const customers = await seedCustomers(tx, random)
  const lines = await seedServices(tx, { seal: deps.secrets.seal, customers, today, random })
  await seedMoney(tx, lines, today, random)
  const nasIds = await seedRouters(tx, deps.secrets)
  const unpaid = lines[suspendedIndex]
  if (!unpaid) throw new Error('the demo has lost its customer who does not pay')
  const reason = await suspendUnpaid(tx, unpaid, unpaidSince(today))
  const suspended = { line: unpaid, words: `service suspended: ${reason}` }
  await seedSessions({ tx, nasIds, random, now: deps.today }, lines, suspended)
  await seedTickets(tx, { customers, memberIds: members.map(member => member.id), now: deps.today })
}
