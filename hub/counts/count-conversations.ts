/** The numbers beside the views: sums of what the triggers wrote down (db/schema/counts.ts), never a walk of the rows. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { Counts } from '../conversations/conversations.api.ts'
import { visibleInboxes } from '../conversations/visible.ts'

/** Of what this member sees; the same conversations as the lists of these views hold. */
export async function countConversations(tx: Tx, who: Who): Promise<z.infer<typeof Counts>> {
  const { rows } = await tx.query<z.infer<typeof Counts>>(
    {
      name: 'count-conversations',
      text: `SELECT COALESCE(sum(n) FILTER (WHERE NOT asleep), 0)::int AS open,
          COALESCE(sum(n) FILTER (WHERE NOT asleep AND assignee_id = $2), 0)::int AS mine,
          COALESCE(sum(n) FILTER (WHERE NOT asleep AND assignee_id IS NULL), 0)::int AS unassigned,
          COALESCE(sum(n) FILTER (WHERE asleep), 0)::int AS snoozed
        FROM conversation_counts WHERE $1::uuid[] IS NULL OR inbox_ids && $1::uuid[]`,
    },
    [visibleInboxes(who), who.memberId],
  )
  return rows[0] ?? { mine: 0, unassigned: 0, open: 0, snoozed: 0 }
}
