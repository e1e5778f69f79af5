/** Saved views: one's own belong to their maker, shared ones to whoever manages teams. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { filterOf } from './filter.api.ts'
import { Sort } from './view-sort.ts'
import type { changeView as changeSchema, View, writeView as writeSchema } from './views.api.ts'

export type SavedView = z.infer<typeof View>

/** More tabs than that nobody reads, and each is counted. */
const mostViews = 20

type Row = { id: string; name: string; member_id: string | null; filter: unknown; sort: string }

const viewOf = (row: Row): SavedView => ({
  id: row.id,
  name: row.name,
  shared: row.member_id === null,
  filter: filterOf(row.filter),
  sort: Sort.catch('latest').parse(row.sort),
})

const columns = 'v.id, v.name, v.member_id, v.filter, v.sort'
const mineOrShared = '(v.member_id IS NULL OR v.member_id = $1)'

/** Mine and the shared ones. */
export async function findViews(tx: Tx, who: Who): Promise<SavedView[]> {
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} FROM views v WHERE ${mineOrShared}
     ORDER BY v.member_id IS NOT NULL, v.position, lower(v.name), v.id`,
    [who.memberId],
  )
  return rows.map(viewOf)
}

/** Someone else's view is as missing as one that never was. */
export async function findView(tx: Tx, who: Who, id: string): Promise<SavedView> {
  return readView(tx, who, id, '')
}

async function readView(tx: Tx, who: Who, id: string, lock: '' | 'FOR UPDATE'): Promise<SavedView> {
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} FROM views v WHERE ${mineOrShared} AND v.id = $2 ${lock}`,
    [who.memberId, id],
  )
  if (!rows[0]) throw new Refusal('missing', 'There is no such view.')
  return viewOf(rows[0])
}

function refuseShared(who: Who, shared: boolean): void {
  if (shared && !may(who, 'teams.manage')) {
    throw new Refusal('forbidden', 'Shared views are made by those with the right "teams.manage".')
  }
}

const subjectOf = (view: SavedView) => ({ kind: 'view', id: view.id, name: view.name })

/** Refuses more than 20 of one's own, or 20 shared ones. */
export async function addView(tx: Tx, who: Who, input: z.infer<typeof writeSchema>): Promise<SavedView> {
  refuseShared(who, input.shared)
  const owner = input.shared ? null : who.memberId
  const { rows } = await tx.query<{ many: number }>(
    'SELECT count(*) AS many FROM views WHERE member_id IS NOT DISTINCT FROM $1::uuid',
    [owner],
  )
  if ((rows[0]?.many ?? 0) >= mostViews) {
    throw new Refusal('conflict', `There are ${mostViews} such views already; remove one first.`)
  }
  const view: SavedView = { id: newId(), ...input }
  await tx.query('INSERT INTO views (id, name, member_id, filter, sort) VALUES ($1, $2, $3, $4, $5)', [
    view.id,
    view.name,
    owner,
    JSON.stringify(view.filter),
    view.sort,
  ])
  audit(tx, { action: 'views.create', subject: subjectOf(view), after: view })
  return view
}

export async function changeView(
  tx: Tx,
  who: Who,
  id: string,
  change: z.infer<typeof changeSchema>,
): Promise<SavedView> {
  const before = await readView(tx, who, id, 'FOR UPDATE')
  refuseShared(who, before.shared)
  const after: SavedView = {
    ...before,
    name: change.name ?? before.name,
    filter: change.filter ?? before.filter,
    sort: change.sort ?? before.sort,
  }
  const difference = changed(before, after)
  if (!difference) {
    unchanged(tx)
    return after
  }
  await tx.query('UPDATE views SET name = $2, filter = $3, sort = $4 WHERE id = $1', [
    id,
    after.name,
    JSON.stringify(after.filter),
    after.sort,
  ])
  audit(tx, { action: 'views.change', subject: subjectOf(after), ...difference })
  return after
}

export async function removeView(tx: Tx, who: Who, id: string): Promise<void> {
  const view = await readView(tx, who, id, 'FOR UPDATE')
  refuseShared(who, view.shared)
  await tx.query('DELETE FROM views WHERE id = $1', [id])
  audit(tx, { action: 'views.remove', subject: subjectOf(view), before: view })
}
