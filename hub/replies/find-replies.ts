import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { uploadsWhere } from '../uploads/upload-rows.ts'
import type { CannedReply } from './replies.api.ts'

export type Reply = z.infer<typeof CannedReply>

type Row = { id: string; title: string; text: string; isShared: boolean; uses: number }

/** Everybody's and the member's own, by title. */
export async function findReplies(tx: Tx, who: Who, id: string | null = null): Promise<Reply[]> {
  const { rows } = await tx.query<Row>(
    `SELECT id, title, text, member_id IS NULL AS "isShared", uses FROM canned_replies
     WHERE (member_id IS NULL OR member_id = $1) AND ($2::uuid IS NULL OR id = $2)
     ORDER BY lower(title), id`,
    [who.memberId, id],
  )
  const files = await uploadsWhere(tx, 'canned_reply_id = ANY($1)', [rows.map(row => row.id)])
  return rows.map(row => ({ ...row, files: files.filter(file => file.cannedReplyId === row.id) }))
}
