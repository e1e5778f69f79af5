/** The audit trail as the API speaks of it. */
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })
const fields = z.record(z.string(), z.unknown()).nullable()

export const AuditRow = z
  .object({
    seq: z.int().describe('1, 2, 3 … without a gap'),
    at: moment,
    actor: z.object({
      kind: z.enum(['member', 'key', 'operator', 'system']),
      id: z.string().nullable(),
      name: z.string(),
    }),
    as: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .describe('The member whose eyes an operator of the installation borrowed'),
    action: z.string().describe('noun.verb'),
    subject: z
      .object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() })
      .nullable(),
    before: fields.describe('Only what changed; never a secret'),
    after: fields,
    reason: z.string().nullable(),
    address: z.string().nullable().describe('Where the request came from'),
  })
  .meta({ id: 'AuditRow' })

export const AuditPage = z
  .object({ items: z.array(AuditRow).describe('Newest first'), next: z.string().nullable() })
  .meta({ id: 'AuditPage' })

export const AuditActions = z.object({
  items: z.array(z.string()).describe('Actions among the latest rows that fit'),
})

/** PostgreSQL takes no NUL in a text. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine(value => !value.includes('\0'), 'holds a character that no text has')

const filter = {
  q: text(100).optional().describe('In names, action, subject or reason'),
  actor: text(100).optional().describe('Id of a member, key or operator; also while they were borrowed'),
  action: text(100).optional().describe('An action, or a noun for all of its actions'),
  subject: text(200).optional().describe('Id of what was changed'),
  from: moment.optional().describe('From this moment on'),
  to: moment.optional().describe('Before this moment'),
}

export const filterQuery = z.object(filter)
export const pageQuery = z.object({
  ...filter,
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const exportQuery = z.object({ ...filter, format: z.enum(['csv', 'jsonl']).default('csv') })

export type AuditFilter = z.infer<typeof filterQuery>
