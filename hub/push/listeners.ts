/** Members who have a browser that takes web push: what they may see, and what they want to be told of. */
import type { Tx } from '../../db/client.ts'
import { readStandings, type Standing } from '../../platform/identity/standing.ts'
import { type KeptRules, wholeRules } from '../notifications/rules.ts'
import type { Listener } from '../notifications/worth-telling.ts'

export type Ears = { listener: Listener; standing: Standing }

type Row = { member_id: string; rules: KeptRules | null; team_ids: string[]; time_zone: string }

/** Of these members, or of everyone who has such a browser. Disabled ones are absent. */
export async function readEars(tx: Tx, memberIds: string[] | null = null): Promise<Ears[]> {
  const { rows } = await tx.query<Row>(
    {
      name: 'push-listeners',
      text: `SELECT m.id AS member_id, r.rules, n.time_zone,
          ARRAY(SELECT t.team_id FROM team_members t WHERE t.member_id = m.id) AS team_ids
        FROM members m
        JOIN tenants n ON n.tenant_id = m.tenant_id
        LEFT JOIN notification_rules r ON r.tenant_id = m.tenant_id AND r.member_id = m.id
        WHERE m.id IN (SELECT s.member_id FROM push_subscriptions s WHERE s.is_wanted)
          AND ($1::uuid[] IS NULL OR m.id = ANY($1))`,
    },
    [memberIds],
  )
  const standings = await readStandings(
    tx,
    rows.map(row => row.member_id),
  )
  return rows.flatMap(row => {
    const standing = standings.get(row.member_id)
    const { member_id: memberId, rules, team_ids: teamIds, time_zone: timeZone } = row
    return standing ? [{ listener: { memberId, teamIds, timeZone, rules: wholeRules(rules) }, standing }] : []
  })
}
