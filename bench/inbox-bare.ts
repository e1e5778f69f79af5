/**
 * The least PostgreSQL must do for the same rows: prepared statements, written by hand for these tables, as the owner,
 * without row-level security, without transactions. They answer the ids in order, so that both sides can be compared.
 */
import pg from 'pg'
import type { Agent, World } from './inbox-fill.ts'
import { type Sought, searchBare } from './inbox-search.ts'

export type View = 'open' | 'mine' | 'unassigned' | 'resolved'
/** The last row of the page before. */
export type Position = { at: string; id: string }

export type Bare = {
  list(agent: Agent, view: View, after?: Position): Promise<string[]>
  counts(agent: Agent): Promise<number[]>
  open(agent: Agent, id: string): Promise<string[]>
  search(agent: Agent, what: Sought, newest: number): Promise<string[]>
  close(): Promise<void>
}

const filters: Record<View, string> = {
  open: `c.status = 'open'`,
  mine: `c.status = 'open' AND c.assignee_id = $2`,
  unassigned: `c.status = 'open' AND c.assignee_id IS NULL`,
  resolved: `c.status = 'resolved'`,
}

export async function openBare(databaseUrl: string, { tenantId }: World): Promise<Bare> {
  const owner = new pg.Client(databaseUrl)
  await owner.connect()
  const ask = async (name: string, text: string, values: unknown[]) =>
    (await owner.query({ name, text, values })).rows
  return {
    async list(agent, view, after) {
      const name = `${view}-${agent.inboxIds ? 'limited' : 'all'}-${after ? 'deep' : 'first'}`
      const seen = agent.inboxIds ? 'AND c.inbox_ids && $3::uuid[]' : 'AND $3::uuid[] IS NULL'
      const from = after ? 'AND (c.last_message_at, c.id) < ($4::timestamptz, $5::uuid)' : ''
      const values = [tenantId, agent.memberId, agent.inboxIds, ...(after ? [after.at, after.id] : [])]
      const rows = await ask(name, listSql(`${filters[view]} ${seen} ${from}`), values)
      return rows.map(row => row.id)
    },
    async counts(agent) {
      const seen = agent.inboxIds ? 'AND c.inbox_ids && $3::uuid[]' : 'AND $3::uuid[] IS NULL'
      const [row] = await ask(`counts-${agent.inboxIds ? 'limited' : 'all'}`, countSql(seen), [
        tenantId,
        agent.memberId,
        agent.inboxIds,
      ])
      return [row.open, row.mine, row.unassigned].map(Number)
    },
    async open(agent, id) {
      const [row] = await ask('conversation', conversationSql, [tenantId, agent.memberId, id])
      const messages = await ask('messages', messagesSql, [tenantId, id])
      await ask('timeline', timelineSql, [tenantId, id])
      await ask('routes', routesSql, [tenantId, row.contact_id, agent.inboxIds])
      await ask('watchers', watchersSql, [tenantId, id])
      await ask('drafts', draftsSql, [tenantId, agent.memberId, id])
      await ask('uploads', uploadsSql, [tenantId, agent.memberId, id])
      return messages.map(message => message.id).reverse()
    },
    search: (agent, what, newest) => searchBare(owner, { tenantId, agent }, what, newest),
    close: () => owner.end(),
  }
}

/** `$2` stands in every list, so that all take the same values. */
const columns = `c.*, ct.name AS contact_name, m.name AS assignee_name,
  (SELECT r.inbound_count FROM read_marks r WHERE r.tenant_id = $1 AND r.member_id = $2 AND r.conversation_id = c.id) AS read_count`
const joins = `conversations c JOIN contacts ct ON ct.tenant_id = $1 AND ct.id = c.contact_id
  LEFT JOIN members m ON m.tenant_id = $1 AND m.id = c.assignee_id`

const listSql = (
  where: string,
) => `SELECT ${columns} FROM (SELECT * FROM conversations c WHERE c.tenant_id = $1 AND ${where}
    ORDER BY c.last_message_at DESC NULLS LAST, c.id DESC NULLS LAST LIMIT 50) c JOIN contacts ct ON ct.tenant_id = $1 AND ct.id = c.contact_id
  LEFT JOIN members m ON m.tenant_id = $1 AND m.id = c.assignee_id ORDER BY c.last_message_at DESC NULLS LAST, c.id DESC NULLS LAST`

const countSql = (
  seen: string,
) => `SELECT count(*) AS open, count(*) FILTER (WHERE c.assignee_id = $2) AS mine,
  count(*) FILTER (WHERE c.assignee_id IS NULL) AS unassigned
  FROM conversations c WHERE c.tenant_id = $1 AND c.status = 'open' ${seen}`

const conversationSql = `SELECT ${columns} FROM ${joins} WHERE c.tenant_id = $1 AND c.id = $3`

const messagesSql = `SELECT m.*, (SELECT json_agg(a.*) FROM attachments a WHERE a.tenant_id = $1 AND a.message_id = m.id) AS files
  FROM messages m WHERE m.tenant_id = $1 AND m.conversation_id = $2 ORDER BY m.seq DESC LIMIT 51`

const timelineSql = `SELECT * FROM events WHERE tenant_id = $1 AND conversation_id = $2
  AND type IN ('conversation.assigned', 'conversation.resolved', 'conversation.reopened') ORDER BY seq DESC LIMIT 200`

/** When they last wrote to each inbox, read once for all of them. */
const routesSql = `WITH wrote AS (
    SELECT m.inbox_id, m.identity_id, max(m.created_at) AS last_in_at FROM conversations c
    JOIN messages m ON m.tenant_id = $1 AND m.conversation_id = c.id
    WHERE c.tenant_id = $1 AND c.contact_id = $2 AND m.direction = 'in' GROUP BY 1, 2)
  SELECT b.id, b.name, i.value, w.last_in_at FROM identities i JOIN inboxes b ON b.tenant_id = $1 AND b.enabled
  LEFT JOIN wrote w ON w.inbox_id = b.id AND w.identity_id = i.id
  WHERE i.tenant_id = $1 AND i.contact_id = $2 AND ($3::uuid[] IS NULL OR b.id = ANY($3))`

const watchersSql = `SELECT m.id, m.name FROM watchers w JOIN members m ON m.tenant_id = $1 AND m.id = w.member_id
  WHERE w.tenant_id = $1 AND w.conversation_id = $2 ORDER BY w.since`
const draftsSql = `SELECT * FROM drafts WHERE tenant_id = $1 AND member_id = $2 AND conversation_id = $3`
const uploadsSql = `SELECT * FROM uploads WHERE tenant_id = $1 AND member_id = $2 AND conversation_id = $3`
