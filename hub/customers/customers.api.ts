/** The list of customers, and one of them whole. */
import { z } from 'zod'
import { standings } from '../../backoffice/customers/index.ts'
import { Identity } from '../contacts/contacts.api.ts'
import { CustomerCard, Money } from '../context/context.api.ts'

const moment = z.iso.datetime({ offset: true })
export const cursor = z.string().max(2_000).optional()

export const CustomerRow = z
  .object({
    id: z.uuid(),
    number: z.string(),
    name: z.string(),
    status: z
      .string()
      .describe('The worst of their running services: active, suspended, pending; ended or none without one'),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    logins: z.array(z.string()),
    plans: z.array(z.string()).describe('Of services that have not ended'),
    balance: Money.nullable().describe('What they owe; null for those who may not see it'),
    lines: z.object({ all: z.int(), online: z.int() }).describe('Their logins, and how many are online'),
    openTickets: z.int(),
    lastActivityAt: moment
      .nullable()
      .describe('The latest message you may see, change of a line, or change of a ticket'),
    createdAt: moment,
  })
  .meta({ id: 'CustomerRow' })

export const CustomerPage = z
  .object({ items: z.array(CustomerRow), next: z.string().nullable() })
  .meta({ id: 'CustomerPage' })

const filter = {
  q: z.string().trim().max(200).optional().describe('Name, number, phone in any spelling, email or login'),
  status: z.enum(standings).optional(),
  online: z.enum(['yes', 'no']).optional().describe('Whether one of their lines is up'),
  owing: z.enum(['yes']).optional().describe('Only those who owe something'),
  sort: z
    .enum(['name', '-name', 'number', '-number', 'balance', '-balance', 'created', '-created'])
    .default('name')
    .describe('A minus turns it round'),
}

export const listQuery = z.object({
  ...filter,
  cursor,
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const exportQuery = z.object({ ...filter, format: z.enum(['csv']).default('csv') })

export type ListFilter = Omit<z.infer<typeof exportQuery>, 'format'>

export const CustomerContact = z
  .object({
    id: z.uuid(),
    name: z.string(),
    evidence: z.string().describe('What says that they speak for this customer'),
    identities: z.array(Identity).describe('Their addresses, each with their consent'),
  })
  .meta({ id: 'CustomerContact' })

export const CustomerWhole = z
  .object({
    customer: CustomerCard.omit({ evidence: true }),
    createdAt: moment,
    reseller: z.string().nullable().describe('Who brought them'),
    contacts: z
      .array(CustomerContact)
      .describe('Who speaks for them; not those whose conversations are all beyond you'),
    latestConversationId: z.uuid().nullable().describe('The latest conversation of theirs you may see'),
  })
  .meta({ id: 'CustomerWhole' })

export const CustomerNote = z
  .object({
    id: z.uuid(),
    text: z.string(),
    author: z.string(),
    authorId: z.uuid(),
    createdAt: moment,
  })
  .meta({ id: 'CustomerNote' })

export const writeNote = z.object({ id: z.uuid(), text: z.string().trim().min(1).max(4_000) })

export const openTicket = z.object({
  id: z.uuid(),
  subject: z.string().trim().min(1).max(200),
  description: z.string().max(10_000).default(''),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).default('normal'),
})

/** Sent to sockets that show this customer: ask again for what changed. */
export const CustomerChanged = z
  .object({ type: z.literal('customer.changed'), customerId: z.uuid(), what: z.enum(['notes', 'tickets']) })
  .meta({ id: 'CustomerChanged' })
