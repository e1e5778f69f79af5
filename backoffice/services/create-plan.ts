import type { Tx } from '../../db/client.ts'
import { plans } from '../../db/schema/index.ts'
import { Refusal } from '../../platform/refusal.ts'
import { checkCurrency, checkMinor } from '../ledger/index.ts'

export type NewPlan = {
  id: string
  name: string
  downKbps: number
  upKbps: number
  /** Per month, before tax. */
  priceMinor: bigint
  currency: string
}

/** Offers a plan. Refuses speeds that are not whole kbit/s above 0 (invalid) and a name in use (conflict). */
export async function createPlan(tx: Tx, plan: NewPlan): Promise<NewPlan> {
  checkCurrency(plan.currency)
  checkMinor(plan.priceMinor, 'The price')
  if (plan.name.trim() === '') throw new Refusal('invalid', 'A plan needs a name')
  for (const speed of [plan.downKbps, plan.upKbps]) {
    if (!Number.isInteger(speed) || speed <= 0 || speed > 2_147_483_647) {
      throw new Refusal('invalid', 'A speed is a whole number of kbit/s above 0')
    }
  }
  const inserted = await tx.orm.insert(plans).values(plan).onConflictDoNothing().returning({ id: plans.id })
  if (inserted.length === 0) throw new Refusal('conflict', `There is already a plan called ${plan.name}`)
  return plan
}
