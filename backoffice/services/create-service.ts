import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { customers, plans, services } from '../../db/schema/index.ts'
import { recordEvent } from '../../platform/events.ts'
import { Refusal } from '../../platform/refusal.ts'
import { checkDay } from '../ledger/index.ts'

export type NewService = {
  id: string
  customerId: string
  planId: string
  address?: string | null
  /** The first day it is used and billed; without it the service is pending. */
  startedOn?: string | null
}

/**
 * Gives a customer a plan: active from `startedOn`, pending without it. Records `service.created`. Refuses an unknown
 * customer or plan (missing) and an id in use (conflict).
 */
export async function createService(tx: Tx, input: NewService): Promise<void> {
  const { id, customerId, planId } = input
  const startedOn = input.startedOn ?? null
  if (startedOn) checkDay(startedOn, 'The first day')
  const [found] = await tx.orm
    .select({ plan: plans.name })
    .from(customers)
    .innerJoin(plans, and(eq(plans.tenantId, customers.tenantId), eq(plans.id, planId)))
    .where(eq(customers.id, customerId))
  if (!found) throw new Refusal('missing', 'There is no such customer or plan')
  const address = input.address?.trim() || null
  const status = startedOn ? 'active' : 'pending'
  const inserted = await tx.orm
    .insert(services)
    .values({ id, customerId, planId, address, startedOn, status })
    .onConflictDoNothing()
    .returning({ id: services.id })
  if (inserted.length === 0) throw new Refusal('conflict', 'This id belongs to another service')
  await recordEvent(tx, {
    type: 'service.created',
    customerId,
    data: { serviceId: id, plan: found.plan, status },
  })
}
