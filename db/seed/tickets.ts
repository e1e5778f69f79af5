import { eq } from 'drizzle-orm'
import {
  changeTicket,
  createTicket,
  type TicketPriority,
  type TicketStatus,
} from '../../backoffice/tickets/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Tx } from '../client.ts'
import { ticketEvents, tickets } from '../schema/index.ts'
import type { Subscriber } from './customers.ts'
import { dayMs } from './days.ts'

type Trouble = {
  customer: string
  subject: string
  description: string
  priority: TicketPriority
  status: TicketStatus
  daysAgo: number
}

const trouble = (
  customer: string,
  [priority, status, daysAgo]: [TicketPriority, TicketStatus, number],
  [subject, description]: [string, string],
): Trouble => ({ customer, subject, description, priority, status, daysAgo })

const troubles: Trouble[] = [
  trouble(
    'Thandi Mokoena',
    ['high', 'inProgress', 2],
    ['Slow every evening', 'Speed falls to 2 Mbit/s from 19:00. Sector is full; move to the north one.'],
  ),
  trouble(
    'Pieter van Rooyen',
    ['normal', 'acknowledged', 0],
    ['Wants a fixed address', 'Cameras need a fixed address. Quote it and ask for a go-ahead.'],
  ),
  trouble(
    'Lerato Khumalo',
    ['urgent', 'inProgress', 0],
    ['No light on the terminal', 'PON lamp red since this morning; neighbour saw a digger in the street.'],
  ),
  trouble(
    'Fatima Davids',
    ['normal', 'pending', 4],
    ['Move to a new house', 'Moving at the end of the month. Waiting for the new address.'],
  ),
  trouble(
    'Priya Naidoo',
    ['normal', 'held', 6],
    ['Router swap', 'Wi-Fi drops in two rooms. New router is on order.'],
  ),
  trouble(
    'Megan Fourie',
    ['low', 'acknowledged', 1],
    ['Invoice name is wrong', 'Invoices should go to her company from next month.'],
  ),
  trouble(
    'Riaan Kruger',
    ['normal', 'pending', 3],
    ['Asks to pay in two parts', 'Offers half now and half at month end. Needs a decision.'],
  ),
  trouble(
    "Liam O'Connor",
    ['normal', 'acknowledged', 1],
    ['Wants to upgrade', 'Asks what changes on the bill in the first month.'],
  ),
  trouble(
    'Mei Chen',
    ['high', 'inProgress', 1],
    ['Drops several times an hour', 'Lost-Carrier eleven times yesterday. Check the connector outside.'],
  ),
  trouble(
    'Zoë Williams',
    ['low', 'held', 9],
    ['Tree in the line of sight', 'Garden service comes next week; then align again.'],
  ),
  trouble(
    'Oakvale Dental Practice',
    ['urgent', 'inProgress', 0],
    ['Card machines offline', 'Internet works, card machines do not. Check the firewall rule of Monday.'],
  ),
  trouble(
    'Two Rivers Bakery',
    ['normal', 'acknowledged', 0],
    ['Quote for a second line', 'Opens a shop next door and wants its own account.'],
  ),
  trouble(
    'Sipho Ndlovu',
    ['normal', 'resolved', 12],
    ['Password forgotten', 'New one given over the telephone.'],
  ),
  trouble('Tendai Moyo', ['normal', 'closed', 20], ['Installation late', 'Done on the second appointment.']),
]

/** How each state is reached, as an agent would. */
const ways: Record<TicketStatus, TicketStatus[]> = {
  acknowledged: [],
  inProgress: ['inProgress'],
  pending: ['inProgress', 'pending'],
  held: ['inProgress', 'held'],
  resolved: ['inProgress', 'resolved'],
  closed: ['inProgress', 'resolved', 'closed'],
  cancelled: ['cancelled'],
  rejected: ['rejected'],
}

/** Open tickets in every state, and two that are done, each with its history. */
export async function seedTickets(
  tx: Tx,
  input: { customers: readonly Subscriber[]; memberIds: readonly string[]; now: Date },
): Promise<void> {
  for (const [index, { customer, status, daysAgo, ...words }] of troubles.entries()) {
    const customerId = input.customers.find(other => other.name === customer)?.id ?? null
    const createdById = input.memberIds[index % input.memberIds.length] ?? null
    const id = newId()
    await createTicket(tx, { id, customerId, conversationId: null, createdById, ...words })
    const createdAt = new Date(input.now.getTime() - daysAgo * dayMs - (index + 1) * 600_000)
    await tx.orm.update(tickets).set({ createdAt, updatedAt: createdAt }).where(eq(tickets.id, id))
    await tx.orm.update(ticketEvents).set({ at: createdAt }).where(eq(ticketEvents.ticketId, id))
    if (createdById) await workOn(tx, { id, status, memberId: createdById, createdAt, now: input.now })
  }
}

/** Whoever opened it takes it, and step by step it comes to where it stands. */
async function workOn(
  tx: Tx,
  {
    id,
    status,
    memberId,
    createdAt,
    now,
  }: { id: string; status: TicketStatus; memberId: string; createdAt: Date; now: Date },
): Promise<void> {
  for (const [step, next] of ways[status].entries()) {
    const change = { status: next, ...(step === 0 ? { assigneeId: memberId } : {}) }
    const at = new Date(Math.min(createdAt.getTime() + (step + 0.1) * 0.4 * dayMs, now.getTime() - 60_000))
    await changeTicket(tx, { id, change, lastSeq: null, sendAnyway: true, memberId, now: at })
  }
}
