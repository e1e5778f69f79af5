/** Uploads from their table. */
import type { Tx } from '../../db/client.ts'

export type StoredUpload = {
  id: string
  memberId: string
  conversationId: string | null
  cannedReplyId: string | null
  kind: 'reply' | 'note'
  name: string
  contentType: string
  sizeBytes: number
  sha256: string
}

const columns = `id, member_id AS "memberId", conversation_id AS "conversationId", canned_reply_id AS "cannedReplyId",
  kind, name, content_type AS "contentType", size_bytes AS "sizeBytes", sha256`

/** In the order in which they were put there. */
export async function uploadsWhere(tx: Tx, where: string, values: unknown[]): Promise<StoredUpload[]> {
  const { rows } = await tx.query<StoredUpload>(
    `SELECT ${columns} FROM uploads WHERE ${where} ORDER BY created_at, id`,
    values,
  )
  return rows
}

/** What a member has put into one conversation and not sent. */
export async function uploadsOf(tx: Tx, memberId: string, conversationId: string): Promise<StoredUpload[]> {
  const { rows } = await tx.query<StoredUpload>({ name: 'uploads-of', text: uploadsOfSql }, [
    memberId,
    conversationId,
  ])
  return rows
}

const uploadsOfSql = `SELECT ${columns} FROM uploads WHERE member_id = $1 AND conversation_id = $2 ORDER BY created_at, id`
