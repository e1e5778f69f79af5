/** A file put into the composer: its bytes first, then the row that names them. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Bytes } from '../../platform/http/endpoint.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import { holdWritableReply } from '../replies/hold-reply.ts'
import { contentTypeOf } from './content-type.ts'
import { cleanFileName } from './file-name.ts'
import { type StoredUpload, uploadsWhere } from './upload-rows.ts'
import type { newUpload } from './uploads.api.ts'

/** Files of one member that wait to be sent, wherever. */
const mostWaiting = 100
const mostOfReply = 10

/**
 * Stores the file. The same id again is the same file, so that an upload whose answer was lost can be repeated. Only who
 * put it there sees it until it is sent; one of a ready-made answer is seen like that.
 */
export async function takeUpload(
  app: App,
  who: Who,
  wanted: z.infer<typeof newUpload>,
  { stream, saidLength }: Bytes,
): Promise<StoredUpload> {
  const mostBytes = app.config.UPLOAD_MAX_MB * 1_000_000
  const tooLarge = () =>
    new Refusal('too-large', `This file is larger than ${app.config.UPLOAD_MAX_MB} MB, the most taken here.`)
  const before = await app.db.withTenant(who.tenantId, tx => admit(tx, who, wanted))
  if (before) return before
  if (saidLength !== null && saidLength > mostBytes) throw tooLarge()
  const taken = await app.files.take(who.tenantId, stream, mostBytes).catch(brokeOff)
  if (!taken) throw tooLarge()
  if (taken.sizeBytes === 0) throw new Refusal('invalid', 'This file is empty.')
  const name = cleanFileName(wanted.name)
  return app.db.withTenant(who.tenantId, async tx => {
    await admit(tx, who, wanted)
    await tx.query(
      `INSERT INTO uploads (id, member_id, conversation_id, canned_reply_id, kind, name, content_type, size_bytes, sha256, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
      [
        wanted.id,
        who.memberId,
        wanted.conversationId ?? null,
        wanted.cannedReplyId ?? null,
        wanted.kind,
        name,
        contentTypeOf(taken.head, name),
        taken.sizeBytes,
        taken.sha256,
        app.clock.now(),
      ],
    )
    const stored = await admit(tx, who, wanted)
    if (!stored) throw new Error('an upload that was just written cannot be read')
    return stored
  })
}

/** The file of this id, if it is there already. Refuses where this member may put none. */
async function admit(tx: Tx, who: Who, wanted: z.infer<typeof newUpload>): Promise<StoredUpload | null> {
  const { id } = wanted
  const [conversationId, cannedReplyId] = [wanted.conversationId ?? null, wanted.cannedReplyId ?? null]
  if (conversationId) await findConversation(tx, who, conversationId)
  if (cannedReplyId) await holdWritableReply(tx, who, cannedReplyId)
  const [there] = await uploadsWhere(tx, 'id = $1', [id])
  const isSame = there?.conversationId === conversationId && there.cannedReplyId === cannedReplyId
  if (isSame && there.memberId === who.memberId) return there
  const { rows } = await tx.query<{ taken: boolean; waiting: number }>(
    `SELECT EXISTS (SELECT FROM attachments WHERE id = $1) AS taken,
       (SELECT count(*)::int FROM uploads WHERE canned_reply_id IS NOT DISTINCT FROM $3::uuid
          AND (canned_reply_id IS NOT NULL OR member_id = $2)) AS waiting`,
    [id, who.memberId, cannedReplyId],
  )
  if (there || rows[0]?.taken) throw new Refusal('conflict', 'This file id is taken; make a new one.')
  if (cannedReplyId && (rows[0]?.waiting ?? 0) >= mostOfReply) {
    throw new Refusal('conflict', `A ready-made answer takes ${mostOfReply} files; remove one first.`)
  }
  if ((rows[0]?.waiting ?? 0) >= mostWaiting) {
    throw new Refusal('conflict', `${mostWaiting} files wait to be sent; send or remove some first.`)
  }
  return null
}

/** The caller went away in the middle. */
function brokeOff(error: NodeJS.ErrnoException): never {
  const codes = ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']
  if (!codes.includes(error.code ?? '')) throw error
  throw new Refusal('invalid', 'The upload broke off; try it again.')
}
