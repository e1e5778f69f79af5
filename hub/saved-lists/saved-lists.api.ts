/** Saved lists of records, as the API speaks of them. */
import { z } from 'zod'

export const ListName = z.enum(['customers', 'tickets', 'sessions', 'sign-ins'])

export const SavedList = z
  .object({
    id: z.uuid(),
    list: ListName,
    name: z.string(),
    shared: z.boolean().describe('Everyone who sees the list has it; otherwise only who made it'),
    query: z.string().describe('What stands after the "?" of the page: filters and order'),
  })
  .meta({ id: 'SavedList' })

export const SavedLists = z.object({ items: z.array(SavedList).describe('Shared ones first, then by name') })

export const writeSavedList = z.strictObject({
  list: ListName,
  name: z.string().trim().min(1, 'Give it a name').max(40),
  shared: z.boolean().default(false),
  query: z
    .string()
    .max(1_000)
    .regex(/^[^\s#?]+$/, 'Give what stands after the "?" of the address'),
})

export const ofList = z.object({ list: ListName })
export const idParam = z.object({ id: z.uuid() })
