/** What a view or a change to many picks: conditions joined by "all of" and "any of". The same for server and screen. */
import { z } from 'zod'

const word = z
  .string()
  .min(1)
  .max(100)
  .refine(text => !text.includes('\0') && !/\p{Surrogate}/u.test(text), 'This text holds a broken character.')
const id = z.uuid().toLowerCase()
const not = z.boolean().optional().describe('True: everything this condition does not fit')

const Condition = z
  .discriminatedUnion('field', [
    z.strictObject({ field: z.literal('status'), is: z.enum(['open', 'resolved']), not }),
    z.strictObject({ field: z.literal('assignee'), is: z.union([z.enum(['me', 'nobody']), id]), not }),
    z.strictObject({ field: z.literal('team'), is: z.union([z.enum(['none']), id]), not }),
    z.strictObject({ field: z.literal('label'), is: word, not }),
    z.strictObject({
      field: z.literal('priority'),
      is: z.enum(['low', 'normal', 'high', 'urgent']),
      not,
    }),
    z.strictObject({ field: z.literal('channel'), is: word.describe('Channel of the last message'), not }),
    z.strictObject({ field: z.literal('inbox'), is: id.describe('An inbox it ran through'), not }),
    z.strictObject({ field: z.literal('waiting'), is: z.boolean(), not }),
    z.strictObject({
      field: z.literal('waitingMinutes'),
      atLeast: z.int().min(0).max(527_040).describe('The customer waits for at least this long'),
      not,
    }),
    z.strictObject({ field: z.literal('snoozed'), is: z.boolean(), not }),
    z.strictObject({ field: z.literal('text'), contains: word.describe('In the subject or the name'), not }),
    z.strictObject({
      field: z.literal('custom'),
      key: word,
      is: z.union([word, z.number(), z.boolean()]),
      not,
    }),
  ])
  .meta({ id: 'FilterCondition' })

/** A filter of filters of filters at most: deeper ones are read by nobody. */
const mostNodes = 20
const groupOf = <T extends z.ZodType>(node: T) =>
  z.union([
    z.strictObject({ all: z.array(node).max(mostNodes) }),
    z.strictObject({ any: z.array(node).max(mostNodes) }),
  ])
const innermost = groupOf(Condition)
const middle = groupOf(z.union([Condition, innermost]))

export const Filter = groupOf(z.union([Condition, middle]))
  .refine(filter => countConditions(filter) <= mostNodes, `A filter holds at most ${mostNodes} conditions.`)
  .meta({ id: 'Filter' })

export type FilterCondition = z.infer<typeof Condition>
export type FilterNode = FilterCondition | { all: FilterNode[] } | { any: FilterNode[] }
export type ViewFilter = z.infer<typeof Filter>

function countConditions(node: FilterNode): number {
  if ('field' in node) return 1
  const nodes = 'all' in node ? node.all : node.any
  return nodes.reduce((sum, each) => sum + countConditions(each), 0)
}

/** A stored filter; one that cannot be read any more picks nothing rather than everything. */
export const filterOf = (stored: unknown): ViewFilter => {
  const parsed = Filter.safeParse(stored)
  return parsed.success ? parsed.data : { any: [] }
}
