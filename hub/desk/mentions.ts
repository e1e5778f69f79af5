/** Colleagues named in a note: each is told once, by name or by team, and watches the conversation from then on. */
import type { Tx } from '../../db/client.ts'
import { readStandings, type Standing } from '../../platform/identity/standing.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { addWatchers } from './watchers.ts'

type Note = { messageId: string; conversationId: string; inboxIds: string[] }

/** `ids` are members or teams. Refuses ids that are neither, and a member named who does not see the conversation. */
export async function mention(tx: Tx, who: Who, note: Note, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const teams = await membersOfTeams(tx, ids)
  const standings = await readStandings(tx, [...new Set([...ids, ...[...teams.values()].flat()])])
  for (const id of ids) {
    if (teams.has(id)) continue
    const member = standings.get(id)
    if (!member) throw new Refusal('invalid', 'A colleague or team named in this note is not there.')
    if (!sees(member, note)) throw new Refusal('invalid', `${member.name} does not see this conversation.`)
  }
  // Of a team, those who see the conversation: the others could not open it.
  const told = [...standings.values()]
    .filter(member => member.memberId !== who.memberId && sees(member, note))
    .map(member => member.memberId)
  if (told.length === 0) return
  await tx.query(
    `INSERT INTO mentions (message_id, conversation_id, member_id) SELECT $1, $2, unnest($3::uuid[])
     ON CONFLICT DO NOTHING`,
    [note.messageId, note.conversationId, told],
  )
  await addWatchers(tx, note.conversationId, told)
}

const sees = (member: Standing, note: Note): boolean =>
  member.permissions.includes('conversations.read') &&
  (member.allInboxes || note.inboxIds.some(inboxId => member.inboxIds.includes(inboxId)))

/** Team -> its members; what is no team is absent. */
async function membersOfTeams(tx: Tx, ids: string[]): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ id: string; member_ids: string[] }>(
    `SELECT t.id, ARRAY(SELECT m.member_id FROM team_members m WHERE m.team_id = t.id) AS member_ids
     FROM teams t WHERE t.id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map(row => [row.id, row.member_ids]))
}
