/**
 * Everything else said with the same person: the messages of the contact's other conversations, in the order of time,
 * cut into stretches where the conversation changes. Only conversations this member may see are in it.
 */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { cursorMoment, cursorOf } from '../../platform/http/cursor.ts'
import type { Who } from '../../platform/identity/who.ts'
import { conversationColumns, conversationOf } from './conversation-log.ts'
import type { Stream, streamQuery } from './conversations.api.ts'
import { findConversation, type ListItem } from './find-conversations.ts'
import { type Place, stretchesOf } from './stretches.ts'
import { visibleInboxes, visibleTo } from './visible.ts'

const positions = cursorOf('stream', z.tuple([cursorMoment, z.uuid()]))

/** One page going back; `until` reads a page again as it is now, however much came into it. */
export async function readStream(
  tx: Tx,
  who: Who,
  id: string,
  query: z.infer<typeof streamQuery>,
): Promise<z.infer<typeof Stream>> {
  const before = positions.read(query.before, 'before')
  const until = positions.read(query.until, 'until')
  const { contact } = await findConversation(tx, who, id)
  const others = await otherConversations(tx, who, contact.id, id)
  const found = await placesIn(tx, [...others.keys()], { before, until, limit: query.limit + 1 })
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  const isCut = found.length > query.limit && last
  return {
    stretches: await stretchesOf(tx, page, others),
    alongside: [...others.values()].filter(each => each.status === 'open'),
    next: isCut ? positions.write([last.at.toISOString(), last.id]) : (query.until ?? null),
  }
}

/** Latest first. */
async function otherConversations(
  tx: Tx,
  who: Who,
  contactId: string,
  id: string,
): Promise<Map<string, ListItem>> {
  const { rows } = await tx.query<Parameters<typeof conversationOf>[0] & { read_count: number }>(
    {
      name: 'other-conversations',
      text: `SELECT ${conversationColumns}, COALESCE(r.inbound_count, 0) AS read_count FROM conversations c
        LEFT JOIN read_marks r ON r.tenant_id = c.tenant_id AND r.conversation_id = c.id AND r.member_id = $2
        WHERE ${visibleTo(1)} AND c.contact_id = $3 AND c.id <> $4
        ORDER BY c.last_message_at DESC, c.id DESC`,
    },
    [visibleInboxes(who), who.memberId, contactId, id],
  )
  return new Map(rows.map(row => [row.id, { ...conversationOf(row), readCount: row.read_count }]))
}

type Position = [at: string, id: string] | null

/** To the millisecond, as cursors hold it: a finer moment would be skipped by the page after it. */
const moment = `date_trunc('milliseconds', m.created_at)`

/**
 * Newest first. Ordered by time and not by seq: seq counts within one conversation, and a message that was moved there
 * may be older than those before it. Reads the index of each conversation, no other row.
 */
const placesSql = `SELECT p.id, c.id AS conversation_id, p.seq, p.at FROM unnest($1::uuid[]) AS c(id)
  CROSS JOIN LATERAL (
    SELECT m.id, m.seq, ${moment} AS at FROM messages m WHERE m.conversation_id = c.id
      AND ($2::timestamptz IS NULL OR (${moment}, m.id) < ($2, $3::uuid))
      AND ($4::timestamptz IS NULL OR (${moment}, m.id) >= ($4, $5::uuid))
    ORDER BY at DESC, m.id DESC LIMIT $6
  ) p ORDER BY p.at DESC, p.id DESC LIMIT $6`

async function placesIn(
  tx: Tx,
  conversationIds: string[],
  { before, until, limit }: { before: Position; until: Position; limit: number },
): Promise<Place[]> {
  if (conversationIds.length === 0) return []
  const [beforeAt, beforeId] = before ?? [null, null]
  const [untilAt, untilId] = until ?? [null, null]
  const { rows } = await tx.query<{ id: string; conversation_id: string; seq: number; at: Date }>(placesSql, [
    conversationIds,
    beforeAt,
    beforeId,
    untilAt,
    untilId,
    limit,
  ])
  return rows.map(row => ({ id: row.id, conversationId: row.conversation_id, seq: row.seq, at: row.at }))
}
