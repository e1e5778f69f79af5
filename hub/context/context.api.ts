/** The panel beside the thread: contact, customers, services, money, tickets, live line. */
import { z } from 'zod'
import { ContactMerge, Identity } from '../contacts/contacts.api.ts'
import { Verification } from '../verify/verify.api.ts'

const moment = z.iso.datetime({ offset: true })
export const Money = z.object({ minor: z.int(), currency: z.string().length(3) }).meta({ id: 'Money' })

export const Line = z
  .object({
    loginId: z.uuid(),
    login: z.string(),
    online: z.boolean(),
    sessionId: z.uuid().nullable().describe('The open session, or the last one'),
    since: moment.nullable().describe('Online since, or offline since the last stop'),
    ip: z.string().nullable(),
    nas: z.string().nullable(),
    nasPort: z.string().nullable(),
    mac: z.string().nullable().describe('Calling-Station-Id'),
    uploadBytes: z.int().nullable(),
    downloadBytes: z.int().nullable(),
    updatedAt: moment.nullable(),
    lastStopCause: z.string().nullable(),
    attempts: z.array(z.object({ at: moment, accepted: z.boolean(), words: z.string() })).describe('Last 5'),
    day: z
      .array(z.object({ from: moment, to: moment.nullable() }))
      .describe('Sessions of the last 24 hours, oldest first; `to` null: it stands'),
  })
  .meta({ id: 'Line' })

export const Ticket = z
  .object({
    id: z.uuid(),
    number: z.int(),
    subject: z.string(),
    description: z.string(),
    status: z.enum([
      'acknowledged',
      'inProgress',
      'pending',
      'held',
      'resolved',
      'closed',
      'cancelled',
      'rejected',
    ]),
    priority: z.enum(['low', 'normal', 'high', 'urgent']),
    createdAt: moment,
  })
  .meta({ id: 'Ticket' })

export const CustomerCard = z
  .object({
    id: z.uuid(),
    number: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    address: z.string().nullable(),
    status: z.string(),
    evidence: z.string().describe('What says that this contact speaks for this customer'),
    services: z.array(
      z.object({
        id: z.uuid(),
        plan: z.string(),
        downKbps: z.int(),
        upKbps: z.int(),
        price: Money,
        status: z.enum(['pending', 'active', 'suspended', 'ended']),
        suspendedReason: z.string().nullable(),
        address: z.string().nullable(),
        lines: z.array(Line),
      }),
    ),
    balance: Money.nullable().describe(
      'What the customer owes: the sum of their receivable account; negative is credit. Null for those who may not see it',
    ),
    openInvoices: z.array(
      z.object({
        id: z.uuid(),
        number: z.string(),
        dueOn: z.iso.date(),
        open: Money,
        total: Money,
        overdue: z.boolean(),
      }),
    ),
    lastPayment: z.object({ receivedOn: z.iso.date(), amount: Money, method: z.string() }).nullable(),
    tickets: z.array(Ticket).describe('Open ones, newest first'),
  })
  .meta({ id: 'CustomerCard' })

export const Panel = z
  .object({
    contact: z.object({
      id: z.uuid(),
      name: z.string(),
      identities: z.array(Identity),
      merges: z.array(ContactMerge).describe('What was moved to this contact and can be taken back'),
    }),
    customers: z.array(CustomerCard),
    verifications: z.array(Verification).describe('One for each customer'),
  })
  .meta({ id: 'Panel' })

/** Sent to sockets that have the panel of one of this customer's conversations open. */
export const LineEvent = z
  .object({ type: z.literal('line.changed'), customerId: z.uuid(), line: Line })
  .meta({ id: 'LineEvent' })

export const CustomerHit = z
  .object({
    id: z.uuid(),
    number: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    logins: z.array(z.string()),
  })
  .meta({ id: 'CustomerHit' })

export const createTicket = z.object({
  id: z.uuid(),
  customerId: z.uuid().nullable(),
  subject: z.string().trim().min(1).max(200),
  description: z.string().max(10_000).default(''),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).default('normal'),
})
