import type { z } from 'zod'
import { createTicket } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import { unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import type { Ticket } from '../context/context.api.ts'
import { toTicket } from '../context/ticket.ts'
import { publishOpened } from '../tickets/work-on-ticket.ts'
import type { openTicket as openSchema } from './customers.api.ts'
import { seenCustomer } from './seen-customer.ts'
import { tellCustomer } from './tell-customer.ts'

/** A ticket for a customer that came from no conversation. The same id again is the same ticket. */
export async function openTicket(
  app: App,
  tx: Tx,
  who: Who,
  { customerId, ...input }: z.infer<typeof openSchema> & { customerId: string },
): Promise<z.infer<typeof Ticket>> {
  await seenCustomer(tx, who, customerId)
  const { rowCount } = await tx.query('SELECT 1 FROM tickets WHERE id = $1', [input.id])
  const ticket = await createTicket(tx, {
    ...input,
    customerId,
    conversationId: null,
    createdById: who.memberId,
  })
  if (rowCount === 0) {
    tellCustomer(app, tx, customerId, 'tickets')
    await publishOpened(app, tx, input.id)
  } else unchanged(tx)
  return toTicket(ticket)
}
