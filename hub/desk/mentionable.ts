/** Whom a note may name: everyone who works here and every team, with how many of them would be told. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { readStandings } from '../../platform/identity/standing.ts'
import type { Who } from '../../platform/identity/who.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import type { Mentionable, Mentionables } from './desk.api.ts'
import { sees } from './mentions.ts'

type Named = z.infer<typeof Mentionable>

/** Without the one who asks: nobody names themself. */
export async function findMentionable(tx: Tx, who: Who, id: string): Promise<z.infer<typeof Mentionables>> {
  const conversation = await findConversation(tx, who, id)
  const { rows: members } = await tx.query<{ id: string; name: string }>(
    `SELECT id, name FROM members
     WHERE disabled_at IS NULL AND role NOT IN ('customer', 'reseller') AND id <> $1 ORDER BY name, id`,
    [who.memberId],
  )
  const { rows: teams } = await tx.query<{ id: string; name: string; member_ids: string[] }>(
    `SELECT t.id, t.name, ARRAY(SELECT m.member_id FROM team_members m WHERE m.team_id = t.id AND m.member_id <> $1)
       AS member_ids FROM teams t ORDER BY t.name, t.id`,
    [who.memberId],
  )
  const ids = new Set([...members.map(member => member.id), ...teams.flatMap(team => team.member_ids)])
  const standings = await readStandings(tx, [...ids])
  const tells = (memberIds: string[]) =>
    memberIds.filter(memberId => {
      const member = standings.get(memberId)
      return member !== undefined && sees(member, conversation)
    }).length
  return {
    items: [
      ...members.map(({ id, name }): Named => ({ id, name, kind: 'member', tells: tells([id]) })),
      ...teams.map(
        ({ id, name, member_ids }): Named => ({ id, name, kind: 'team', tells: tells(member_ids) }),
      ),
    ],
  }
}
