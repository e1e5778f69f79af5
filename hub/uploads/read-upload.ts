import type { Tx } from '../../db/client.ts'
import type { RawAnswer } from '../../platform/http/endpoint.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { signedAddress } from '../attachments/read-attachment.ts'
import { holdWritableReply } from '../replies/hold-reply.ts'
import { type StoredUpload, uploadsWhere } from './upload-rows.ts'

const isReadable = `(canned_reply_id IS NULL AND member_id = $2
  OR EXISTS (SELECT FROM canned_replies r WHERE r.id = canned_reply_id AND (r.member_id IS NULL OR r.member_id = $2)))`

/** One's own file, or one of a ready-made answer one may use. */
async function findUpload(tx: Tx, who: Who, id: string): Promise<StoredUpload> {
  const [found] = await uploadsWhere(tx, `id = $1 AND ${isReadable}`, [id, who.memberId])
  if (!found) throw new Refusal('missing', 'There is no such file; it may have been sent or removed.')
  return found
}

/** A short-lived address of the bytes. */
export async function readUpload(app: App, tx: Tx, who: Who, id: string): Promise<RawAnswer> {
  const { id: attachmentId } = await findUpload(tx, who, id)
  return { redirectTo: signedAddress(app, { tenantId: who.tenantId, attachmentId }) }
}

/** Takes the file out again. Its bytes stay: others may be the same. */
export async function dropUpload(tx: Tx, who: Who, id: string): Promise<void> {
  const { cannedReplyId } = await findUpload(tx, who, id)
  if (cannedReplyId) await holdWritableReply(tx, who, cannedReplyId)
  await tx.query('DELETE FROM uploads WHERE id = $1', [id])
}
