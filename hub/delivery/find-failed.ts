/** Answers that did not arrive, or of which nobody knows: for those who see their conversations, the newest first. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import { exactly } from '../../platform/newest-first.ts'
import type { App } from '../app.ts'
import { previewOf } from '../conversations/clean-text.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { FailedMessage, failedQuery } from './delivery.api.ts'

type Row = {
  id: string
  conversation_id: string
  contact_id: string
  contact_name: string
  author_id: string | null
  author_name: string | null
  channel: string | null
  text: string
  files: string[]
  state: 'failed' | 'unknown'
  state_words: string | null
  created_at: Date
  place: string
}

const cursors = cursorOf('failed messages', z.tuple([cursorMoment, z.uuid()]))

/** Older ones have gone cold: whoever was to be told knows by now, or never will. */
const keptDays = 90
const mostCounted = 100

const trouble = `FROM messages m JOIN conversations c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
  WHERE ${visibleTo(1)} AND m.direction = 'out' AND m.state IN ('failed', 'unknown') AND m.created_at > $2`

const listSql = (isFirst: boolean) => `SELECT m.id, m.conversation_id, c.contact_id,
    (SELECT ct.name FROM contacts ct WHERE ct.tenant_id = c.tenant_id AND ct.id = c.contact_id) AS contact_name,
    m.author_id, m.author_name, m.channel, m.text, m.state, m.state_words, m.created_at,
    ARRAY(SELECT a.name FROM attachments a WHERE a.tenant_id = m.tenant_id AND a.message_id = m.id ORDER BY a.id) AS files,
    ${exactly('m.created_at')} AS place
  ${trouble} ${isFirst ? '' : 'AND (m.created_at, m.id) < ($4::timestamptz, $5::uuid)'}
  ORDER BY m.created_at DESC, m.id DESC LIMIT $3`

/** One page, and how many there are in all, as far as is worth counting. */
export async function findFailed(app: App, tx: Tx, who: Who, query: z.infer<typeof failedQuery>) {
  const since = new Date(app.clock.now().getTime() - keptDays * 86_400_000)
  const after = cursors.read(query.cursor)
  const inboxes = visibleInboxes(who)
  const { rows } = await tx.query<Row>(
    { name: `failed-messages-${after ? 'further' : 'first'}`, text: listSql(!after) },
    [inboxes, since, query.limit + 1, ...(after ?? [])],
  )
  const { rows: counted } = await tx.query<{ count: number }>(
    {
      name: 'count-failed-messages',
      text: `SELECT count(*)::int AS count FROM (SELECT ${trouble} LIMIT ${mostCounted}) m`,
    },
    [inboxes, since],
  )
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    items: page.map(failedOf),
    count: counted[0]?.count ?? 0,
    next: last ? cursors.write([last.place, last.id]) : null,
  }
}

const failedOf = (row: Row): z.infer<typeof FailedMessage> => ({
  messageId: row.id,
  conversationId: row.conversation_id,
  contact: { id: row.contact_id, name: row.contact_name },
  author: row.author_id ? { id: row.author_id, name: row.author_name ?? '' } : null,
  channel: row.channel,
  preview: previewOf(row.text, row.files),
  state: row.state,
  stateWords: row.state_words,
  at: row.created_at.toISOString(),
})
