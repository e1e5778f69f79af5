/** What a merge or move has moved, as contact_merges keeps it. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'

export const Moved = z.object({
  /** With the evidence they had before. */
  identities: z.array(z.object({ id: z.uuid(), evidence: z.string() })),
  conversations: z.array(z.uuid()),
  /** `added`: the survivor did not have it before. */
  links: z.array(
    z.object({ customerId: z.uuid(), evidence: z.string(), createdAt: z.string(), added: z.boolean() }),
  ),
  closedChat: z
    .object({
      id: z.uuid(),
      goesOnIn: z.uuid(),
      waitingSince: z.string().nullable(),
      goesOnWaitingSince: z.string().nullable(),
    })
    .nullable(),
})

export type MovedThings = z.infer<typeof Moved>

export async function recordMoved(
  tx: Tx,
  who: Who,
  merge: { id: string; kind: 'merge' | 'move'; fromId: string; intoId: string },
  moved: MovedThings,
): Promise<void> {
  await tx.query(
    `INSERT INTO contact_merges (id, kind, from_contact_id, into_contact_id, moved, member_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [merge.id, merge.kind, merge.fromId, merge.intoId, JSON.stringify(moved), who.memberId],
  )
}
