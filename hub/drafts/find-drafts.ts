/** Reads of what a member has begun to write. Nobody but the member ever sees it. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { visibleInboxes, visibleTo } from '../conversations/visible.ts'
import type { Draft, DraftInList, draftKind } from './drafts.api.ts'

export type DraftKind = z.infer<typeof draftKind>
type DraftShape = z.infer<typeof Draft>

const mostListed = 500

type Row = { kind: DraftKind; text: string; inbox_id: string | null; version: number; updated_at: Date }

/** The member's own drafts of one conversation, the emptied ones too: they tell another device to let go. */
export async function draftsOf(tx: Tx, memberId: string, conversationId: string): Promise<DraftShape[]> {
  const { rows } = await tx.query<Row>(
    {
      name: 'drafts-of',
      text: `SELECT kind, text, inbox_id, version, updated_at FROM drafts
        WHERE member_id = $1 AND conversation_id = $2 ORDER BY kind`,
    },
    [memberId, conversationId],
  )
  return rows.map(row => ({
    kind: row.kind,
    text: row.text,
    inboxId: row.inbox_id,
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
  }))
}

type ListRow = {
  conversation_id: string
  contact_name: string
  kind: DraftKind
  preview: string
  version: number
  updated_at: Date
}

/** All of the member's drafts in conversations they can still see, newest first. */
export async function findDrafts(tx: Tx, who: Who): Promise<{ items: z.infer<typeof DraftInList>[] }> {
  const { rows } = await tx.query<ListRow>(
    `SELECT d.conversation_id, ct.name AS contact_name, d.kind, left(d.text, 200) AS preview, d.version, d.updated_at
     FROM drafts d JOIN conversations c ON c.tenant_id = d.tenant_id AND c.id = d.conversation_id
     JOIN contacts ct ON ct.tenant_id = c.tenant_id AND ct.id = c.contact_id
     WHERE ${visibleTo(1)} AND d.member_id = $2 AND d.text <> ''
     ORDER BY d.updated_at DESC, d.conversation_id LIMIT ${mostListed}`,
    [visibleInboxes(who), who.memberId],
  )
  const items = rows.map(row => ({
    conversationId: row.conversation_id,
    contactName: row.contact_name,
    kind: row.kind,
    preview: row.preview,
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
  }))
  return { items }
}
