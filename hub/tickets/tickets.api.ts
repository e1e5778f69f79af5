/** Tickets as the API speaks of them. */
import { z } from 'zod'
import { ticketStates } from '../../backoffice/tickets/index.ts'

const moment = z.iso.datetime({ offset: true })
const named = z.object({ id: z.uuid(), name: z.string() })

/** PostgreSQL takes no NUL in a text. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine(value => !value.includes('\0'), 'holds a character that no text has')

export const Status = z.enum(ticketStates)
export const Priority = z.enum(['low', 'normal', 'high', 'urgent'])

export const TicketRow = z
  .object({
    id: z.uuid(),
    number: z.int(),
    subject: z.string(),
    status: Status,
    priority: Priority,
    customer: named.nullable(),
    assignee: named.nullable(),
    createdAt: moment,
    updatedAt: moment.describe('When something last happened to it'),
    resolvedAt: moment.nullable(),
    lastSeq: z.int().describe('Number of the last thing that happened to it'),
  })
  .meta({ id: 'TicketRow' })

export const TicketEvent = z
  .object({
    seq: z.int(),
    type: z.enum(['ticket.created', 'ticket.changed', 'ticket.commented']),
    member: named.nullable().describe('Null: nobody who works here'),
    data: z
      .record(z.string(), z.unknown())
      .describe('`changes`: field -> from, to. Of a comment: `id` and `text`'),
    at: moment,
  })
  .meta({ id: 'TicketEvent' })

/** Sent to everyone who may read all tickets. */
export const TicketTold = TicketEvent.extend({ ticket: TicketRow }).meta({ id: 'TicketTold' })

const moves = z
  .record(z.string(), z.record(z.string(), z.string().nullable()))
  .describe('From each state to each: null where it may go, else why not')

export const OpenTicket = z
  .object({
    ticket: TicketRow,
    description: z.string(),
    createdBy: named.nullable(),
    customer: z
      .object({
        id: z.uuid(),
        number: z.string(),
        name: z.string(),
        phone: z.string().nullable(),
        email: z.string().nullable(),
        address: z.string().nullable(),
        status: z.string(),
      })
      .nullable()
      .describe('Null also for those who may not see customers'),
    conversation: z
      .object({ id: z.uuid(), name: z.string().describe('Who wrote') })
      .nullable()
      .describe('Where it was opened; null also for those who may not see that conversation'),
    events: z.array(TicketEvent).describe('Oldest first; of a very long history the beginning'),
    moves,
  })
  .meta({ id: 'OpenTicket' })

export const TicketEvents = z
  .object({ ticket: TicketRow, items: z.array(TicketEvent).describe('Oldest first') })
  .meta({ id: 'TicketEvents' })

export const TicketPage = z
  .object({ items: z.array(TicketRow), next: z.string().nullable() })
  .meta({ id: 'TicketPage' })

export const TicketBoard = z
  .object({
    columns: z.array(
      z.object({ status: Status, count: z.int(), items: z.array(TicketRow).describe('The first fifty') }),
    ),
    moves,
  })
  .meta({ id: 'TicketBoard' })

export const TicketCounts = z
  .object({ mine: z.int().describe('Open and given to me'), unassigned: z.int(), open: z.int() })
  .meta({ id: 'TicketCounts' })

const statuses = z
  .string()
  .max(200)
  .transform(value => value.split(','))
  .pipe(z.array(z.union([Status, z.literal('open')])).min(1))

const filter = {
  q: text(200)
    .transform(value => value.trim())
    .optional()
    .describe('A number such as #12, or words of subject, description or customer'),
  status: statuses
    .optional()
    .describe('States with commas between them; `open` stands for all that need work'),
  priority: Priority.optional(),
  assignee: z
    .union([z.enum(['me', 'none']), z.uuid()])
    .optional()
    .describe('me, none, or the id of a colleague'),
  customer: z.uuid().optional(),
  age: z
    .enum(['day', 'week', 'older', 'month'])
    .optional()
    .describe('Opened within a day or a week; more than a week or a month ago'),
}

export const filterQuery = z.object(filter)
export const boardQuery = z.object({
  q: filter.q,
  priority: filter.priority,
  assignee: filter.assignee,
  customer: filter.customer,
  age: filter.age,
})
export const pageQuery = z.object({
  ...filter,
  sort: z
    .enum(['created', '-created', 'priority', '-priority', 'updated', '-updated'])
    .default('-priority')
    .describe('A minus turns it round: -priority is most urgent first, and of those the oldest'),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const exportQuery = z.object({ ...filter, format: z.enum(['csv']).default('csv') })
export const eventsQuery = z.object({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
})

export type TicketFilter = z.infer<typeof filterQuery>
export type TicketSort = z.infer<typeof pageQuery>['sort']
export type Row = z.infer<typeof TicketRow>

export const newTicket = z.strictObject({
  id: z.uuid(),
  customerId: z.uuid().nullable().default(null),
  subject: text(200).pipe(z.string().trim().min(1)),
  description: text(10_000).default(''),
  priority: Priority.default('normal'),
})

const shortChange = {
  status: Status.optional(),
  priority: Priority.optional(),
  assigneeId: z.uuid().nullable().optional(),
}
const says = (change: Record<string, unknown>) => Object.values(change).some(value => value !== undefined)
const sayWhat = 'Say what is to be changed.'

export const ticketChange = z.strictObject({
  change: z
    .strictObject({
      ...shortChange,
      subject: text(200).pipe(z.string().trim().min(1)).optional(),
      description: text(10_000).optional(),
    })
    .refine(says, sayWhat),
  lastSeq: z.int().min(0).describe('The last of its events that was seen'),
  sendAnyway: z
    .boolean()
    .default(false)
    .describe('After a 409 that says `mayAnyway`: what happened meanwhile is known, and this is still meant'),
})

export const newComment = z.strictObject({ id: z.uuid(), text: text(10_000).pipe(z.string().trim().min(1)) })

export const bulkChange = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(200),
  change: z.strictObject(shortChange).refine(says, sayWhat),
})

export const BulkTickets = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        number: z.int().nullable(),
        done: z.boolean(),
        why: z.string().nullable().describe('Why it was left as it was'),
      }),
    ),
  })
  .meta({ id: 'BulkTickets' })
