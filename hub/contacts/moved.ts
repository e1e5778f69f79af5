/** What a merge or move has moved, as contact_merges keeps it. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'

const before = z.object({
  name: z.string().nullable(),
  validUntil: z.string().nullable(),
  optedOutAt: z.string().nullable(),
  optedOutWords: z.string().nullable(),
})

export const Moved = z.object({
  /** With the evidence they had before. */
  identities: z.array(
    z.object({
      id: z.uuid(),
      evidence: z.string(),
      before: before.optional().describe('What was said of it, where the move ended that'),
    }),
  ),
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
  /** Conversations that named a customer the contact they came to does not speak for. */
  cleared: z.array(z.object({ id: z.uuid(), customerId: z.uuid() })).default([]),
})

/** Moments as text: to the microsecond, as they are put back. */
export const beforeSql = `json_build_object('name', name, 'validUntil', valid_until::text,
  'optedOutAt', opted_out_at::text, 'optedOutWords', opted_out_words)`

export type MovedThings = z.infer<typeof Moved>

export async function recordMoved(
  tx: Tx,
  /** Null: nobody of ours did it. */
  memberId: string | null,
  merge: { id: string; kind: 'merge' | 'move'; fromId: string; intoId: string },
  moved: MovedThings,
): Promise<void> {
  await tx.query(
    `INSERT INTO contact_merges (id, kind, from_contact_id, into_contact_id, moved, member_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [merge.id, merge.kind, merge.fromId, merge.intoId, JSON.stringify(moved), memberId],
  )
}
