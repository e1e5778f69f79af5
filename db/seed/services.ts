import {
  createLogin,
  createPlan,
  createService,
  type Seal,
  suspendService,
} from '../../backoffice/services/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Tx } from '../client.ts'
import { plain, type Subscriber } from './customers.ts'
import { addDays, firstOfMonth } from './days.ts'
import { plansOffered, routers, tenantFacts } from './people.ts'
import type { Random } from './random.ts'

/** One subscriber's line: the service, its plan and its login. */
export type DemoLine = {
  serviceId: string
  customer: Subscriber
  plan: (typeof plansOffered)[number]
  loginId: string
  username: string
}

/** Plans, a service for everyone, and its login (thandi.m@fernhill). All began before the months that are invoiced. */
export async function seedServices(
  tx: Tx,
  input: { seal: Seal; customers: readonly Subscriber[]; today: string; random: Random },
): Promise<DemoLine[]> {
  const { random } = input
  const planIds = await seedPlans(tx)
  const taken = new Set<string>()
  const lines: DemoLine[] = []
  for (const customer of input.customers) {
    const wireless = routers.find(router => router.name === customer.nas)?.wireless ?? false
    const plan = random.pick(plansOffered.filter(offered => offered.wireless === wireless))
    const startedOn = addDays(firstOfMonth(input.today, 3), -random.whole(900))
    const serviceId = newId()
    const planId = planIds.get(plan.name) ?? ''
    await createService(tx, {
      id: serviceId,
      customerId: customer.id,
      planId,
      address: customer.address,
      startedOn,
    })
    const login = {
      id: newId(),
      serviceId,
      username: usernameOf(customer.name, taken),
      password: random.word(10),
    }
    await createLogin(tx, input.seal, login)
    lines.push({ serviceId, customer, plan, loginId: login.id, username: login.username })
  }
  return lines
}

/** The one who has not paid for longest. Answers the reason, as every later sign-in is told it. */
export async function suspendUnpaid(tx: Tx, line: DemoLine, since: string): Promise<string> {
  const reason = `unpaid since ${since}`
  await suspendService(tx, { id: line.serviceId, reason })
  return reason
}

async function seedPlans(tx: Tx): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { wireless: _wireless, ...offered } of plansOffered) {
    const { id } = await createPlan(tx, { id: newId(), currency: tenantFacts.currency, ...offered })
    ids.set(offered.name, id)
  }
  return ids
}

/** First name and the initial of the last; a namesake gets a number. */
function usernameOf(name: string, taken: Set<string>): string {
  const words = plain(name)
  const base = `${words[0]}.${words.at(-1)?.[0]}`
  let username = `${base}@fernhill`
  for (let count = 2; taken.has(username); count++) username = `${base}${count}@fernhill`
  taken.add(username)
  return username
}
