/** Saved views, as the API speaks of them. */
import { z } from 'zod'
import { Filter } from './filter.api.ts'
import { Sort } from './view-sort.ts'

export const View = z
  .object({
    id: z.uuid(),
    name: z.string(),
    shared: z.boolean().describe('Everyone sees it; otherwise only who made it'),
    filter: Filter,
    sort: Sort,
  })
  .meta({ id: 'View' })

export const Views = z.object({ items: z.array(View).describe('Shared ones first, then by name') })

/** Counting stops there: "1000+" says enough. */
export const mostCounted = 1_000

export const ViewCounts = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      count: z.int().describe(`At most ${mostCounted}`),
      more: z.boolean().describe('There are more than were counted'),
    }),
  ),
})

const name = z.string().trim().min(1).max(40)

export const writeView = z.strictObject({
  name,
  shared: z.boolean().default(false),
  filter: Filter,
  sort: Sort.default('latest'),
})

export const changeView = z.strictObject({
  name: name.optional(),
  filter: Filter.optional(),
  sort: Sort.optional(),
})

export const idParam = z.object({ id: z.uuid() })
