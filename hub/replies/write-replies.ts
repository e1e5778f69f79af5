/** Making, changing and removing ready-made answers, on either shelf alike. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { findReplies, type Reply } from './find-replies.ts'
import { holdReply, ownerOf, type Shelf } from './hold-reply.ts'
import type { changeReply as changeSchema, newReply } from './replies.api.ts'

const mostOnShelf = 500

export async function addReply(
  app: App,
  tx: Tx,
  who: Who,
  shelf: Shelf,
  given: z.infer<typeof newReply>,
): Promise<Reply> {
  const { id } = given
  const owner = ownerOf(who, shelf)
  await oneAtATime(tx)
  const again = await holdReply(tx, who, shelf, id).catch(() => null)
  if (again) {
    unchanged(tx)
    return seen(tx, who, id)
  }
  const [title, text] = [cleanText(given.title), cleanText(given.text)]
  await refuseTakenTitle(tx, owner, title, id)
  const { rows } = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM canned_replies WHERE member_id IS NOT DISTINCT FROM $1::uuid',
    [owner],
  )
  if ((rows[0]?.count ?? 0) >= mostOnShelf) {
    throw new Refusal('conflict', `There is room for ${mostOnShelf} ready-made answers; remove one first.`)
  }
  const { rowCount } = await tx.query(
    `INSERT INTO canned_replies (id, title, text, member_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT DO NOTHING`,
    [id, title, text, owner, app.clock.now()],
  )
  if (rowCount === 0) throw new Refusal('conflict', 'This id is taken; make a new one.')
  audit(tx, { action: 'replies.create', subject: subjectOf(id, title), after: { title, text, shelf } })
  return seen(tx, who, id)
}

export async function changeReply(
  app: App,
  tx: Tx,
  who: Who,
  at: { shelf: Shelf; id: string },
  change: z.infer<typeof changeSchema>,
): Promise<Reply> {
  await oneAtATime(tx)
  const before = await holdReply(tx, who, at.shelf, at.id)
  const title = cleanText(change.title ?? before.title)
  const text = cleanText(change.text ?? before.text)
  const difference = changed({ title: before.title, text: before.text }, { title, text })
  if (!difference) {
    unchanged(tx)
    return seen(tx, who, at.id)
  }
  await refuseTakenTitle(tx, before.memberId, title, at.id)
  await tx.query('UPDATE canned_replies SET title = $2, text = $3, updated_at = $4 WHERE id = $1', [
    at.id,
    title,
    text,
    app.clock.now(),
  ])
  audit(tx, { action: 'replies.change', subject: subjectOf(at.id, title), ...difference })
  return seen(tx, who, at.id)
}

/** Its files go with it; what was sent with it stays. */
export async function removeReply(tx: Tx, who: Who, shelf: Shelf, id: string): Promise<void> {
  const { title, text } = await holdReply(tx, who, shelf, id)
  await tx.query('DELETE FROM uploads WHERE canned_reply_id = $1', [id])
  await tx.query('DELETE FROM canned_replies WHERE id = $1', [id])
  audit(tx, { action: 'replies.remove', subject: subjectOf(id, title), before: { title, text, shelf } })
}

const subjectOf = (id: string, name: string) => ({ kind: 'canned-reply', id, name })

async function seen(tx: Tx, who: Who, id: string): Promise<Reply> {
  const [reply] = await findReplies(tx, who, id)
  if (!reply) throw new Error('a ready-made answer that was just written cannot be read')
  return reply
}

/** Titles are one whatever their case, which the unique index does not see: whoever writes them waits their turn. */
const oneAtATime = (tx: Tx) =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('canned replies ' || $1, 0))`, [tx.tenantId])

async function refuseTakenTitle(tx: Tx, owner: string | null, title: string, except: string): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM canned_replies
     WHERE lower(title) = lower($1) AND member_id IS NOT DISTINCT FROM $2::uuid AND id <> $3`,
    [title, owner, except],
  )
  if (rowCount) throw new Refusal('conflict', `There is a ready-made answer “${title}” already.`)
}
