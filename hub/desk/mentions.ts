/** Colleagues named in a note: each is told once, by name or by team, and watches the conversation from then on. */
import type { Tx } from '../../db/client.ts'
import { hiddenFrom, mask } from '../../platform/identity/masking.ts'
import { readStandings, type Standing } from '../../platform/identity/standing.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { LiveConversation, LiveMessage } from '../conversations/shapes.ts'
import { mentionOf } from './find-mentions.ts'
import { addWatchers } from './watchers.ts'

type Note = { message: LiveMessage; conversation: LiveConversation }
type Told = { member_id: string; created_at: Date }

/** `ids` are members or teams. Refuses ids that are neither, and a member named who does not see the conversation. */
export async function mention(app: App, tx: Tx, who: Who, note: Note, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const { message, conversation } = note
  const teams = await membersOfTeams(tx, ids)
  const standings = await readStandings(tx, [...new Set([...ids, ...[...teams.values()].flat()])])
  for (const id of ids) {
    if (teams.has(id)) continue
    const member = standings.get(id)
    if (!member) throw new Refusal('invalid', 'A colleague or team named in this note is not there.')
    if (!sees(member, conversation)) {
      throw new Refusal('invalid', `${member.name} does not see this conversation.`)
    }
  }
  // Of a team, those who see the conversation: the others could not open it.
  const told = [...standings.values()]
    .filter(member => member.memberId !== who.memberId && sees(member, conversation))
    .map(member => member.memberId)
  if (told.length === 0) return
  const { rows } = await tx.query<Told>(
    `INSERT INTO mentions (message_id, conversation_id, member_id) SELECT $1, $2, unnest($3::uuid[])
     ON CONFLICT DO NOTHING RETURNING member_id, created_at`,
    [message.id, conversation.id, told],
  )
  await addWatchers(tx, conversation.id, told)
  tx.afterCommit(() => tell(app, who.tenantId, note, rows, standings))
}

/** Whether this member could open the conversation. */
export const sees = (member: Standing, { inboxIds }: Pick<LiveConversation, 'inboxIds'>): boolean =>
  member.permissions.includes('conversations.read') &&
  (member.allInboxes || inboxIds.some(inboxId => member.inboxIds.includes(inboxId)))

/** Each on their own screens, with as much of it as they may see. */
function tell(
  app: App,
  tenantId: string,
  { message, conversation }: Note,
  told: Told[],
  standings: Map<string, Standing>,
): void {
  for (const { member_id, created_at } of told) {
    const mention = mentionOf({
      message_id: message.id,
      conversation_id: conversation.id,
      contact_id: conversation.contact.id,
      contact_name: conversation.contact.name,
      author_id: message.author?.id ?? null,
      author_name: message.author?.name ?? null,
      text: message.text,
      created_at,
      seen_at: null,
    })
    const member = standings.get(member_id)
    const hidden = member ? hiddenFrom(member) : null
    const shown = hidden ? mask(mention, hidden) : mention
    app.live.toPerson(tenantId, member_id, 'mention', { type: 'mention.written', mention: shown })
  }
}

/** Team -> its members; what is no team is absent. */
async function membersOfTeams(tx: Tx, ids: string[]): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ id: string; member_ids: string[] }>(
    `SELECT t.id, ARRAY(SELECT m.member_id FROM team_members m WHERE m.team_id = t.id) AS member_ids
     FROM teams t WHERE t.id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map(row => [row.id, row.member_ids]))
}
