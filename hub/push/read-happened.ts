/** What an event was about, read from the rows as they are now: nothing is told that no longer holds. */
import type { Tx } from '../../db/client.ts'
import type { Happened } from '../notifications/worth-telling.ts'

export type About = {
  eventId: string
  conversationId: string
  inboxIds: string[]
  happened: Happened
  contactName: string
  text: string
  inboxName: string | null
  byName: string | null
  /** Whom a note names. */
  namedIds: string[]
  /** Who has read as far as this message. */
  readByIds: string[]
  at: Date
}

type Row = {
  id: string
  type: string
  at: Date
  actor_id: string | null
  actor_name: string | null
  conversation_id: string
  status: string
  assignee_id: string | null
  team_id: string | null
  inbox_ids: string[]
  contact_name: string
  last_preview: string
  inbox_name: string | null
  message_id: string | null
  text: string | null
  state: string | null
  automatic: boolean | null
  author_id: string | null
  author_name: string | null
  place: number | null
  named_ids: string[]
  read_by_ids: string[]
}

/** `place`: which of the incoming ones it was when it came; later ones must not make an old one look like the first. */
const sql = `SELECT e.id, e.type, e.at, e.actor_id, c.id AS conversation_id, c.status, c.assignee_id, c.team_id, c.inbox_ids,
    c.last_preview, (SELECT k.name FROM contacts k WHERE k.id = c.contact_id) AS contact_name,
    (SELECT p.name FROM members p WHERE p.id = e.actor_id) AS actor_name,
    (SELECT i.name FROM inboxes i WHERE i.id = COALESCE(m.inbox_id, c.inbox_ids[1])) AS inbox_name,
    m.id AS message_id, m.text, m.state, m.automatic, m.author_id, m.author_name, n.place,
    ARRAY(SELECT x.member_id FROM mentions x WHERE x.message_id = m.id) AS named_ids,
    ARRAY(SELECT r.member_id FROM read_marks r WHERE r.conversation_id = c.id AND r.inbound_count >= n.place) AS read_by_ids
  FROM events e
  JOIN conversations c ON c.id = e.conversation_id
  LEFT JOIN messages m ON m.id = (e.data->>'messageId')::uuid
  LEFT JOIN LATERAL (SELECT count(*)::int AS place FROM messages w
    WHERE w.conversation_id = m.conversation_id AND w.direction = 'in' AND w.seq <= m.seq) n ON m.direction = 'in'
  WHERE e.id = ANY($1) ORDER BY e.id`

/** In the order they happened; events that are not there any more are absent. */
export async function readHappened(tx: Tx, eventIds: string[]): Promise<About[]> {
  const { rows } = await tx.query<Row>({ name: 'push-happened', text: sql }, [eventIds])
  return rows.map(aboutOf)
}

const person = (id: string | null) => (id === null ? null : { id })

const aboutOf = (row: Row): About => ({
  eventId: row.id,
  conversationId: row.conversation_id,
  inboxIds: row.inbox_ids,
  happened: {
    type: row.type,
    actor: person(row.actor_id),
    conversation: {
      status: row.status,
      assignee: person(row.assignee_id),
      team: person(row.team_id),
      inboundCount: row.place ?? 0,
    },
    message:
      row.message_id === null
        ? null
        : {
            author: person(row.author_id),
            automatic: row.automatic ?? false,
            state: row.state ?? '',
          },
  },
  contactName: row.contact_name,
  text: row.text || row.last_preview,
  inboxName: row.inbox_name,
  byName: row.actor_name ?? row.author_name,
  namedIds: row.type === 'note.written' ? row.named_ids : [],
  readByIds: row.read_by_ids,
  at: row.at,
})
