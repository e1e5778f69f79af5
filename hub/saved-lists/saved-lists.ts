/** Filters and order of a list of records under a name. One's own belong to their maker, shared ones to whoever manages teams. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Permission } from '../../platform/identity/permissions.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { ListName, SavedList as SavedListSchema, writeSavedList } from './saved-lists.api.ts'

export type SavedList = z.infer<typeof SavedListSchema>
type Name = z.infer<typeof ListName>

/** More than that stand in nobody's way any more, but in everybody's. */
const mostLists = 20

/** Whoever does not see the records has no use for a list of them. */
const wordOf: Record<Name, Permission> = {
  customers: 'customers.read',
  tickets: 'tickets.read',
  sessions: 'network.read',
  'sign-ins': 'network.read',
}

/** Of a page's address only filters and order are kept: which row stood beside it is a moment's matter. */
export function keptQuery(query: string): string {
  const search = new URLSearchParams(query)
  for (const name of ['open', 'cursor', 'after']) search.delete(name)
  return search.toString()
}

const columns = `l.id, l.list, l.name, l.member_id IS NULL AS shared, l.query`
const mineOrShared = '(l.member_id IS NULL OR l.member_id = $1)'

/** Mine and the shared ones. */
export async function findSavedLists(tx: Tx, who: Who, list: Name): Promise<SavedList[]> {
  refuseStranger(who, list)
  const { rows } = await tx.query<SavedList>(
    {
      name: 'saved-lists',
      text: `SELECT ${columns} FROM saved_lists l WHERE ${mineOrShared} AND l.list = $2
        ORDER BY l.member_id IS NOT NULL, lower(l.name), l.id`,
    },
    [who.memberId, list],
  )
  return rows
}

function refuseStranger(who: Who, list: Name): void {
  if (!may(who, wordOf[list])) throw new Refusal('forbidden', `This needs the right "${wordOf[list]}".`)
}

function refuseShared(who: Who, shared: boolean): void {
  if (shared && !may(who, 'teams.manage')) {
    throw new Refusal('forbidden', 'Shared lists are made by those with the right "teams.manage".')
  }
}

const subjectOf = (list: SavedList) => ({ kind: 'saved-list', id: list.id, name: list.name })

/** Refuses more than 20 of one's own for a list, or 20 shared ones. */
export async function addSavedList(
  tx: Tx,
  who: Who,
  input: z.infer<typeof writeSavedList>,
): Promise<SavedList> {
  refuseStranger(who, input.list)
  refuseShared(who, input.shared)
  const query = keptQuery(input.query)
  if (query === '') throw new Refusal('invalid', 'Filter or order the list first: there is nothing to save.')
  const owner = input.shared ? null : who.memberId
  const { rows } = await tx.query<{ many: number }>(
    'SELECT count(*)::int AS many FROM saved_lists WHERE list = $1 AND member_id IS NOT DISTINCT FROM $2::uuid',
    [input.list, owner],
  )
  if ((rows[0]?.many ?? 0) >= mostLists) {
    throw new Refusal('conflict', `There are ${mostLists} such lists already; remove one first.`)
  }
  const saved: SavedList = { id: newId(), ...input, query }
  await tx.query('INSERT INTO saved_lists (id, list, name, query, member_id) VALUES ($1, $2, $3, $4, $5)', [
    saved.id,
    saved.list,
    saved.name,
    saved.query,
    owner,
  ])
  audit(tx, { action: 'saved-lists.create', subject: subjectOf(saved), after: saved })
  return saved
}

/** Someone else's is as missing as one that never was. */
export async function removeSavedList(tx: Tx, who: Who, id: string): Promise<void> {
  const { rows } = await tx.query<SavedList>(
    `SELECT ${columns} FROM saved_lists l WHERE ${mineOrShared} AND l.id = $2 FOR UPDATE`,
    [who.memberId, id],
  )
  const [saved] = rows
  if (!saved) throw new Refusal('missing', 'There is no such list.')
  refuseShared(who, saved.shared)
  await tx.query('DELETE FROM saved_lists WHERE id = $1', [id])
  audit(tx, { action: 'saved-lists.remove', subject: subjectOf(saved), before: saved })
}
