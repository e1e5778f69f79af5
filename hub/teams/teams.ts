/** Teams: who is in them, and which inboxes they look after. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { refuseBeyondReach } from '../people/granting.ts'
import { setTeamInboxes, setTeamMembers } from '../people/reach.ts'
import type { changeTeam as changeSchema, Team, writeTeam as writeSchema } from './teams.api.ts'

type TeamShape = z.infer<typeof Team>

const teamsSql = `SELECT t.id, t.name,
    ARRAY(SELECT member_id FROM team_members m WHERE m.team_id = t.id ORDER BY 1) AS "memberIds",
    ARRAY(SELECT inbox_id FROM team_inboxes i WHERE i.team_id = t.id ORDER BY 1) AS "inboxIds"
  FROM teams t`

export async function findTeams(tx: Tx): Promise<{ items: TeamShape[] }> {
  const { rows } = await tx.query<TeamShape>(`${teamsSql} ORDER BY t.name`)
  return { items: rows }
}

async function lockTeam(tx: Tx, id: string): Promise<TeamShape> {
  await tx.query('SELECT 1 FROM teams WHERE id = $1 FOR UPDATE', [id])
  const { rows } = await tx.query<TeamShape>(`${teamsSql} WHERE t.id = $1`, [id])
  if (!rows[0]) throw new Refusal('missing', 'There is no such team.')
  return rows[0]
}

async function refuseTakenName(tx: Tx, name: string, except: string | null): Promise<void> {
  const { rowCount } = await tx.query(
    'SELECT 1 FROM teams WHERE lower(name) = lower($1) AND id IS DISTINCT FROM $2::uuid',
    [name, except],
  )
  if ((rowCount ?? 0) > 0) throw new Refusal('conflict', `There is a team called ${name} already.`)
}

export async function addTeam(tx: Tx, who: Who, input: z.infer<typeof writeSchema>): Promise<TeamShape> {
  await refuseBeyondReach(tx, who, input)
  await refuseTakenName(tx, input.name, null)
  const id = newId()
  await tx.query('INSERT INTO teams (id, name) VALUES ($1, $2)', [id, input.name])
  await setTeamMembers(tx, id, input.memberIds)
  await setTeamInboxes(tx, id, input.inboxIds)
  const team = await lockTeam(tx, id)
  audit(tx, { action: 'teams.create', subject: { kind: 'team', id, name: team.name }, after: team })
  return team
}

export async function changeTeam(
  tx: Tx,
  who: Who,
  id: string,
  change: z.infer<typeof changeSchema>,
): Promise<TeamShape> {
  const before = await lockTeam(tx, id)
  // Whoever joins it sees all its inboxes, so the one who decides must see them.
  await refuseBeyondReach(tx, who, { inboxIds: [...before.inboxIds, ...(change.inboxIds ?? [])] })
  if (change.name !== undefined) {
    await refuseTakenName(tx, change.name, id)
    await tx.query('UPDATE teams SET name = $2 WHERE id = $1', [id, change.name])
  }
  if (change.memberIds) await setTeamMembers(tx, id, change.memberIds)
  if (change.inboxIds) await setTeamInboxes(tx, id, change.inboxIds)
  const after = await lockTeam(tx, id)
  const difference = changed(before, after)
  if (difference) {
    audit(tx, { action: 'teams.change', subject: { kind: 'team', id, name: after.name }, ...difference })
  }
  return after
}

/** Its members keep what they have of their own; what only the team gave them is gone. */
export async function removeTeam(tx: Tx, id: string): Promise<void> {
  const team = await lockTeam(tx, id)
  await tx.query('DELETE FROM teams WHERE id = $1', [id])
  audit(tx, { action: 'teams.remove', subject: { kind: 'team', id, name: team.name }, before: team })
}
