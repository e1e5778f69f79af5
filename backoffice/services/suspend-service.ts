import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { services } from '../../db/schema/index.ts'
import { recordEvent } from '../../platform/events.ts'
import { Refusal } from '../../platform/refusal.ts'

/**
 * Stops an active service; `reason` is shown to agents and decides what a sign-in is told. Records
 * `service.suspended`. Refuses a missing reason (invalid) and a service that is not active (conflict).
 */
export async function suspendService(tx: Tx, input: { id: string; reason: string }): Promise<void> {
  const reason = input.reason.trim()
  if (reason === '') throw new Refusal('invalid', 'Say why the service is suspended')
  const [row] = await tx.orm
    .update(services)
    .set({ status: 'suspended', suspendedReason: reason })
    .where(and(eq(services.id, input.id), eq(services.status, 'active')))
    .returning({ customerId: services.customerId })
  if (!row) throw new Refusal('conflict', 'Only an active service can be suspended')
  await recordEvent(tx, {
    type: 'service.suspended',
    customerId: row.customerId,
    data: { serviceId: input.id, reason },
  })
}
