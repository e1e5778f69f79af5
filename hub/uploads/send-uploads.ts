/** Uploads become attachments of the message that takes them along, in its transaction, and come back when it is undone. */
import type { FileAbilities } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { LiveMessage } from '../conversations/shapes.ts'
import { type StoredUpload, uploadsWhere } from './upload-rows.ts'

/** Takes these files of the member out of a box of the conversation's composer; all of them or none. In the order given. */
export async function takeOut(
  tx: Tx,
  who: Who,
  { conversationId, kind }: { conversationId: string; kind: StoredUpload['kind'] },
  ids: string[],
): Promise<StoredUpload[]> {
  if (ids.length === 0) return []
  const found = await uploadsWhere(
    tx,
    'id = ANY($1) AND member_id = $2 AND conversation_id = $3 AND kind = $4 AND canned_reply_id IS NULL',
    [ids, who.memberId, conversationId, kind],
  )
  if (found.length < new Set(ids).size) {
    throw new Refusal('conflict', 'One of the files is not here any more; add it again.')
  }
  await tx.query('DELETE FROM uploads WHERE id = ANY($1)', [ids])
  return found
}

export const attachmentOf = (file: StoredUpload): LiveMessage['attachments'][number] => ({
  id: file.id,
  name: file.name,
  contentType: file.contentType,
  sizeBytes: file.sizeBytes,
  state: 'stored',
  words: null,
})

/** Why this channel does not take these files with that text, in words; null when it does. */
export function whyNotFiles(
  title: string,
  limits: Omit<FileAbilities, 'byAddress'> | null,
  sent: { files: Pick<StoredUpload, 'name' | 'contentType' | 'sizeBytes'>[]; text: string },
): string | null {
  const { files, text } = sent
  if (files.length === 0) return null
  if (!limits) return `${title} cannot carry files here.`
  if (files.length > limits.most) {
    return `${title} takes ${limits.most} ${limits.most === 1 ? 'file' : 'files'} in a message; these are ${files.length}.`
  }
  for (const file of files) {
    const type = limits.types?.find(each => each.type === file.contentType)
    if (limits.types && !type) return `${title} does not take "${file.name}" (${file.contentType}).`
    const most = type?.maxBytes ?? limits.maxBytes
    if (file.sizeBytes > most) return `${title} takes at most ${megabytes(most)}; "${file.name}" is larger.`
    if (text !== '' && type?.withText === false) return `${title} sends "${file.name}" only without text.`
  }
  const total = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  if (total > limits.maxBytes) {
    return `${title} takes ${megabytes(limits.maxBytes)} in one message; these files are larger together.`
  }
  if (text.length > limits.withText) {
    return `${title} takes ${limits.withText} characters beside a file; this has ${text.length}.`
  }
  return null
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`

/** An answer was taken back: its files go back to where its writer put them, or are gone with it. */
export async function putBack(tx: Tx, message: LiveMessage, memberId: string | null): Promise<void> {
  if (message.attachments.length === 0) return
  await tx.query(
    `WITH back AS (DELETE FROM attachments WHERE message_id = $1
       RETURNING id, conversation_id, name, content_type, size_bytes, sha256)
     INSERT INTO uploads (id, member_id, conversation_id, name, content_type, size_bytes, sha256)
     SELECT id, $2::uuid, conversation_id, name, content_type, size_bytes, sha256 FROM back WHERE $2::uuid IS NOT NULL`,
    [message.id, memberId],
  )
}
