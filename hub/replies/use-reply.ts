import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import type { StoredUpload } from '../uploads/upload-rows.ts'
import { findReplies } from './find-replies.ts'

/** The answer was put into a composer: counted, and its files are put there too. The bytes are the same ones. */
export async function useReply(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  { conversationId, kind }: { conversationId: string; kind: StoredUpload['kind'] },
): Promise<{ uploads: StoredUpload[] }> {
  await findConversation(tx, who, conversationId)
  const [reply] = await findReplies(tx, who, id)
  if (!reply) throw new Refusal('missing', 'There is no such ready-made answer.')
  await tx.query('UPDATE canned_replies SET uses = uses + 1 WHERE id = $1', [id])
  const uploads: StoredUpload[] = []
  for (const file of reply.files as StoredUpload[]) {
    const copy = { ...file, id: newId(), memberId: who.memberId, conversationId, cannedReplyId: null, kind }
    await tx.query(
      `INSERT INTO uploads (id, member_id, conversation_id, kind, name, content_type, size_bytes, sha256, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        copy.id,
        copy.memberId,
        conversationId,
        kind,
        copy.name,
        copy.contentType,
        copy.sizeBytes,
        copy.sha256,
        app.clock.now(),
      ],
    )
    uploads.push(copy)
  }
  return { uploads }
}
