/** Which inboxes and teams a person or a team has: lists that replace what was there. */
import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'

/** Refuses ids this tenant does not have, the same for another tenant's as for one that never was. */
export async function refuseUnknown(
  tx: Tx,
  table: 'inboxes' | 'teams' | 'members',
  ids: readonly string[],
): Promise<void> {
  const wanted = [...new Set(ids)]
  const { rows } = await tx.query<{ id: string }>(`SELECT id FROM ${table} WHERE id = ANY($1)`, [wanted])
  const words = { inboxes: 'inbox', teams: 'team', members: 'colleague' }
  if (rows.length < wanted.length) throw new Refusal('missing', `There is no such ${words[table]}.`)
}

const links = {
  inbox_access: ['member_id', 'inbox_id'],
  team_members_of: ['member_id', 'team_id'],
  team_members: ['team_id', 'member_id'],
  team_inboxes: ['team_id', 'inbox_id'],
} as const

async function replace(tx: Tx, link: keyof typeof links, of: string, ids: readonly string[]): Promise<void> {
  const table = link === 'team_members_of' ? 'team_members' : link
  const [from, to] = links[link]
  await tx.query(`DELETE FROM ${table} WHERE ${from} = $1 AND ${to} <> ALL($2)`, [of, ids])
  await tx.query(
    `INSERT INTO ${table} (${from}, ${to}) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
    [of, [...new Set(ids)]],
  )
}

export async function setInboxes(tx: Tx, memberId: string, ids: readonly string[]): Promise<void> {
  await refuseUnknown(tx, 'inboxes', ids)
  await replace(tx, 'inbox_access', memberId, ids)
}

export async function setTeams(tx: Tx, memberId: string, ids: readonly string[]): Promise<void> {
  await refuseUnknown(tx, 'teams', ids)
  await replace(tx, 'team_members_of', memberId, ids)
}

export async function setTeamMembers(tx: Tx, teamId: string, ids: readonly string[]): Promise<void> {
  await refuseUnknown(tx, 'members', ids)
  await replace(tx, 'team_members', teamId, ids)
}

export async function setTeamInboxes(tx: Tx, teamId: string, ids: readonly string[]): Promise<void> {
  await refuseUnknown(tx, 'inboxes', ids)
  await replace(tx, 'team_inboxes', teamId, ids)
}
