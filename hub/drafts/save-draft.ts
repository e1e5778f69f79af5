/**
 * Keeping what a member has begun to write. An emptied draft stays as an empty row with its version for a while, so that
 * a device that was offline cannot bring back what was sent meanwhile.
 */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { findConversation } from '../conversations/find-conversations.ts'
import type { Draft, writeDraft } from './drafts.api.ts'
import { type DraftKind, draftsOf } from './find-drafts.ts'

type Place = { id: string; kind: DraftKind }

const emptiedKept = `interval '30 days'`

/** Saves the draft unless a newer one is there; answers the one that counts. Empty text takes it away. */
export async function saveDraft(
  app: App,
  tx: Tx,
  who: Who,
  place: Place,
  written: z.infer<typeof writeDraft>,
): Promise<z.infer<typeof Draft>> {
  await findConversation(tx, who, place.id)
  if (written.inboxId) await refuseStrangeInbox(tx, who, written.inboxId)
  const text = written.text.trim() === '' ? '' : cleanText(written.text)
  await tx.query(
    {
      name: 'save-draft',
      text: `INSERT INTO drafts AS d (member_id, conversation_id, kind, text, inbox_id, version, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (tenant_id, member_id, conversation_id, kind) DO UPDATE
        SET text = EXCLUDED.text, inbox_id = EXCLUDED.inbox_id, version = EXCLUDED.version, updated_at = EXCLUDED.updated_at
        WHERE d.version < EXCLUDED.version`,
    },
    [who.memberId, place.id, place.kind, text, written.inboxId, written.version, app.clock.now()],
  )
  if (text === '') await forgetOldEmptied(app, tx, who)
  const saved = (await draftsOf(tx, who.memberId, place.id)).find(draft => draft.kind === place.kind)
  if (!saved) throw new Error('a draft that was just written cannot be read')
  return saved
}

/** Takes the draft away; without one there is nothing to do. */
export async function dropDraft(app: App, tx: Tx, who: Who, place: Place): Promise<void> {
  await findConversation(tx, who, place.id)
  await emptyDraft(app, tx, who.memberId, place)
}

/**
 * The draft was sent or dropped: it ends in the same transaction. `sentAs`: the message it became. One that waited for the
 * network takes no words along that were begun after it.
 */
export async function emptyDraft(
  app: App,
  tx: Tx,
  memberId: string,
  place: Place & { sentAs?: string },
): Promise<void> {
  await tx.query(
    {
      name: 'empty-draft',
      text: `UPDATE drafts SET text = '', version = version + 1, updated_at = $4
        WHERE member_id = $1 AND conversation_id = $2 AND kind = $3 AND text <> '' AND version <= $5`,
    },
    [memberId, place.id, place.kind, app.clock.now(), writtenAtMs(place.sentAs)],
  )
}

/** Versions are moments of the writer's clock, and so are the beginnings of ids. An id that tells no time is of now. */
const writtenAtMs = (id: string | undefined): number =>
  id?.[14] === '7' ? Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) : Number.MAX_SAFE_INTEGER

/** Puts words back into the writer's draft, before whatever they have begun since. */
export async function returnToDraft(
  app: App,
  tx: Tx,
  memberId: string,
  place: Place,
  back: { text: string; inboxId: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO drafts AS d (member_id, conversation_id, kind, text, inbox_id, version, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (tenant_id, member_id, conversation_id, kind) DO UPDATE
     SET text = CASE WHEN d.text = '' THEN EXCLUDED.text ELSE left(EXCLUDED.text || E'\\n\\n' || d.text, 100000) END,
       inbox_id = EXCLUDED.inbox_id, version = GREATEST(d.version + 1, EXCLUDED.version), updated_at = EXCLUDED.updated_at`,
    [memberId, place.id, place.kind, back.text, back.inboxId, app.clock.now().getTime(), app.clock.now()],
  )
}

async function refuseStrangeInbox(tx: Tx, who: Who, inboxId: string): Promise<void> {
  const { rows } = await tx.query(
    'SELECT 1 FROM inboxes WHERE id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2))',
    [inboxId, who.allInboxes ? null : who.inboxIds],
  )
  if (rows.length === 0) throw new Refusal('missing', 'There is no such inbox.')
}

async function forgetOldEmptied(app: App, tx: Tx, who: Who): Promise<void> {
  await tx.query(
    `DELETE FROM drafts WHERE member_id = $1 AND text = '' AND updated_at < $2::timestamptz - ${emptiedKept}`,
    [who.memberId, app.clock.now()],
  )
}
