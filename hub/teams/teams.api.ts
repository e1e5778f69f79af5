import { z } from 'zod'

export const Team = z
  .object({
    id: z.uuid(),
    name: z.string(),
    memberIds: z.array(z.uuid()),
    inboxIds: z.array(z.uuid()).describe('Its members see these inboxes'),
  })
  .meta({ id: 'Team' })

export const Teams = z.object({ items: z.array(Team) })

const name = z.string().trim().min(1).max(60)
const ids = z.array(z.uuid()).max(500)

export const writeTeam = z.strictObject({ name, memberIds: ids.default([]), inboxIds: ids.default([]) })
export const changeTeam = z.strictObject({
  name: name.optional(),
  memberIds: ids.optional(),
  inboxIds: ids.optional(),
})
