/** What members want to be told of. Who never said has the usual rules, for kinds and ways that came later too. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { type Kind, kinds, type Listener, type Rule, type Rules, usualRules } from './worth-telling.ts'

/** As it was kept, perhaps before there were as many kinds and ways. */
export type KeptRules = { kinds?: Partial<Record<Kind, Partial<Rule>>>; quiet?: Rules['quiet'] }
type Row = { rules: KeptRules | null; team_ids: string[]; time_zone: string }

/** What was kept, and the usual for all that is not in it. */
export const wholeRules = (kept: KeptRules | null): Rules => ({
  kinds: Object.fromEntries(
    kinds.map(kind => [kind, { ...usualRules.kinds[kind], ...kept?.kinds?.[kind] }]),
  ) as Rules['kinds'],
  quiet: kept?.quiet ?? null,
})

export async function readNotifications(tx: Tx, who: Who): Promise<Omit<Listener, 'memberId'>> {
  const { rows } = await tx.query<Row>(
    `SELECT r.rules, n.time_zone, ARRAY(SELECT t.team_id FROM team_members t WHERE t.member_id = m.id) AS team_ids
     FROM members m
     JOIN tenants n ON n.tenant_id = m.tenant_id
     LEFT JOIN notification_rules r ON r.tenant_id = m.tenant_id AND r.member_id = m.id
     WHERE m.id = $1`,
    [who.memberId],
  )
  const [own] = rows
  if (!own) throw new Error('a member who is signed in is not there')
  return { rules: wholeRules(own.rules), teamIds: own.team_ids, timeZone: own.time_zone }
}

export async function changeRules(
  app: App,
  tx: Tx,
  who: Who,
  rules: Rules,
): Promise<Omit<Listener, 'memberId'>> {
  await tx.query(
    `INSERT INTO notification_rules (member_id, rules, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id, member_id) DO UPDATE SET rules = EXCLUDED.rules, updated_at = EXCLUDED.updated_at`,
    [who.memberId, JSON.stringify(rules), app.clock.now()],
  )
  return readNotifications(tx, who)
}
