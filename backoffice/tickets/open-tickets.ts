import { and, desc, inArray } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { tickets } from '../../db/schema/index.ts'
import { openStates } from './states.ts'
import { type Ticket, toTicket } from './ticket.ts'

/** The tickets of each customer someone still has to work on, newest first. */
export async function openTickets(tx: Tx, customerIds: readonly string[]): Promise<Map<string, Ticket[]>> {
  const byCustomer = new Map<string, Ticket[]>(customerIds.map(id => [id, []]))
  if (customerIds.length === 0) return byCustomer
  const rows = await tx.orm
    .select()
    .from(tickets)
    .where(and(inArray(tickets.customerId, [...customerIds]), inArray(tickets.status, [...openStates])))
    .orderBy(desc(tickets.createdAt), desc(tickets.number))
  for (const row of rows) byCustomer.get(row.customerId ?? '')?.push(toTicket(row))
  return byCustomer
}
