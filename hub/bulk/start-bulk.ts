/** Asking for one change to many: what it will touch is settled here, once. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import { findMatching } from '../views/list-view.ts'
import { findView } from '../views/views.ts'
import { mostConversations, type startBulk as startSchema } from './bulk.api.ts'
import { type BulkJobShape, findBulkJob } from './bulk-jobs.ts'
import { type ProgressRow, progressColumns, tellMember } from './progress.ts'
import { readyChange, refuseOddChange } from './ready-change.ts'

const mostAtOnce = 5

type Input = z.infer<typeof startSchema>

/** Refuses an empty choice, one beyond 50,000, and a sixth job while five of this member's are under way. */
export async function startBulkJob(app: App, tx: Tx, who: Who, input: Input): Promise<BulkJobShape> {
  const { change } = input
  if (change.assigneeId !== undefined && !may(who, 'conversations.assign')) {
    throw new Refusal('forbidden', 'This needs the right "conversations.assign".')
  }
  const now = app.clock.now()
  refuseOddChange(change, now)
  await readyChange(tx, change)
  await refuseTooMany(tx, who)
  const ids = await chosen(tx, who, input, now)
  if (ids.length === 0) throw new Refusal('missing', 'There are no such conversations.')
  if (ids.length > mostConversations) {
    throw new Refusal('invalid', `More than ${mostConversations} conversations match; choose fewer.`)
  }
  const id = newId()
  const { filter = null, viewId = null } = input
  const { rows } = await tx.query<ProgressRow>(
    `INSERT INTO bulk_jobs (id, member_id, filter, change, total, conversation_ids, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${progressColumns}`,
    [id, who.memberId, JSON.stringify({ filter, viewId }), JSON.stringify(change), ids.length, ids, now],
  )
  tellMember(app, tx, rows[0])
  audit(tx, {
    action: 'bulk.start',
    subject: { kind: 'bulk', id },
    after: { total: ids.length, filter, viewId, change },
  })
  tx.afterCommit(() => app.jobs.add('bulk', { tenantId: who.tenantId }))
  return findBulkJob(tx, who, id)
}

async function refuseTooMany(tx: Tx, who: Who): Promise<void> {
  const { rows } = await tx.query<{ many: number }>(
    `SELECT count(*) AS many FROM bulk_jobs WHERE member_id = $1 AND state IN ('waiting', 'running', 'undoing')`,
    [who.memberId],
  )
  if ((rows[0]?.many ?? 0) >= mostAtOnce) {
    throw new Refusal('too-many', `${mostAtOnce} such changes of yours are under way; wait for one to end.`)
  }
}

/** In id order, as they are locked later; one more than allowed shows that there are too many. */
async function chosen(tx: Tx, who: Who, input: Input, now: Date): Promise<string[]> {
  if (input.ids) {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT c.id FROM conversations c WHERE ${visibleTo(1)} AND c.id = ANY($2) ORDER BY c.id`,
      [visibleInboxes(who), input.ids],
    )
    return rows.map(row => row.id)
  }
  const filter = input.viewId ? (await findView(tx, who, input.viewId)).filter : input.filter
  return filter ? findMatching(tx, who, filter, { now, most: mostConversations + 1 }) : []
}
