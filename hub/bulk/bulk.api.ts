/** One change to many conversations, as the API speaks of it. */
import { z } from 'zod'
import { Filter } from '../views/filter.api.ts'

const moment = z.iso.datetime({ offset: true })
const labelName = z.string().trim().min(1).max(40)

/** More than that is a matter for an export and a plan. */
export const mostConversations = 50_000
export const undoForMs = 10 * 60_000

export const BulkChange = z
  .strictObject({
    assigneeId: z.uuid().nullable().optional(),
    teamId: z.uuid().nullable().optional(),
    status: z.enum(['open', 'resolved']).optional(),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
    labelsAdd: z.array(labelName).max(20).optional(),
    labelsRemove: z.array(labelName).max(20).optional(),
    snoozeUntil: moment.nullable().optional().describe('Null wakes them'),
  })
  .meta({ id: 'BulkChange' })

export type Change = z.infer<typeof BulkChange>

export const startBulk = z
  .strictObject({
    filter: Filter.optional(),
    viewId: z.uuid().optional(),
    ids: z.array(z.uuid()).min(1).max(1_000).optional(),
    change: BulkChange.refine(
      change => Object.values(change).some(value => value !== undefined),
      'Say what is to be changed.',
    ),
  })
  .refine(
    ({ filter, viewId, ids }) => [filter, viewId, ids].filter(each => each !== undefined).length === 1,
    'Give one of filter, viewId and ids.',
  )

const states = ['waiting', 'running', 'done', 'cancelled', 'undoing', 'undone'] as const

export const BulkJob = z
  .object({
    id: z.uuid(),
    state: z.enum(states),
    total: z.int().describe('Conversations it was to change: those that matched when it was asked for'),
    done: z.int().describe('Changed so far; while and after undoing: put back'),
    skipped: z.int().describe('Left as they were'),
    report: z
      .array(z.object({ id: z.uuid(), name: z.string().nullable(), why: z.string() }))
      .describe('The first thousand that were left as they were'),
    createdAt: moment,
    finishedAt: moment.nullable(),
    undoUntil: moment.nullable().describe('Until when it can be taken back; null when it cannot'),
  })
  .meta({ id: 'BulkJob' })

export const idParam = z.object({ id: z.uuid() })
