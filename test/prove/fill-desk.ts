/** What one tenant's people keep beside their conversations: drafts, watchers, labels, views, merges, jobs. */
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import { restorePush } from './fill-push.ts'
import type { Installation } from './installation.ts'
import type { TenantWorld } from './tenant-world.ts'

export async function fillDesk(at: Installation, world: TenantWorld): Promise<void> {
  const { tenantId, ids, mark } = world
  await restoreDesk(at, world)
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query(
      `INSERT INTO drafts (member_id, conversation_id, kind, text, version) VALUES ($1, $2, 'reply', $3, 1)`,
      [ids.member, ids.conversation, mark],
    )
    await tx.query('INSERT INTO watchers (conversation_id, member_id) VALUES ($1, $2)', [
      ids.conversation,
      ids.member,
    ])
    await tx.query('INSERT INTO mentions (message_id, member_id, conversation_id) VALUES ($1, $2, $3)', [
      ids.message,
      ids.member,
      ids.conversation,
    ])
    await tx.query(
      `INSERT INTO bulk_jobs (id, member_id, filter, change, total, conversation_ids, state) VALUES ($1, $2, '{}', '{}', 1, ARRAY[$3::uuid], 'done')`,
      [ids.bulkJob, ids.member, ids.conversation],
    )
    await tx.query(`INSERT INTO notification_rules (member_id, rules) VALUES ($1, '{}')`, [ids.member])
    await addMerge(tx, world)
    await putMovable(tx, world)
    await tx.query(
      `INSERT INTO verifications (id, contact_id, customer_id, conversation_id, method, sent_to) VALUES ($1, $2, $3, $4, 'code', $5)`,
      [newId(), ids.contact, ids.customer, ids.conversation, mark],
    )
    await tx.query(
      `INSERT INTO message_moves (id, kind, from_conversation_id, to_conversation_id, message_ids, before, member_id, undone_at)
       VALUES ($1, 'move', $2, $2, ARRAY[$3::uuid], '{}', $4, now())`,
      [ids.messageMove, ids.conversation, ids.message, ids.member],
    )
  })
}

/** A second matter of the same contact, and a note in each: they come and go between the two. Places below all others. */
async function putMovable(tx: Tx, { ids, mark }: TenantWorld): Promise<void> {
  await tx.query(
    `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel)
     VALUES ($1, $2, 'thread', ARRAY[$3::uuid], now(), 'whatsapp')
     ON CONFLICT (tenant_id, id) DO UPDATE SET status = 'open'`,
    [ids.otherConversation, ids.contact, ids.inbox],
  )
  for (const [id, place, seq] of [
    [ids.note, ids.conversation, -1],
    [ids.otherMessage, ids.otherConversation, -2],
  ]) {
    await tx.query(
      `INSERT INTO messages (id, conversation_id, seq, direction, text, state) VALUES ($1, $2, $3, 'note', $4, 'noted')
       ON CONFLICT (tenant_id, id) DO UPDATE SET conversation_id = EXCLUDED.conversation_id, seq = EXCLUDED.seq`,
      [id, place, seq, `${mark} note`],
    )
  }
}

/** Puts back what a route may have renamed, removed or moved, under the same ids. */
export async function restoreDesk(at: Installation, world: TenantWorld): Promise<void> {
  const { tenantId, ids, mark } = world
  await restorePush(at, world)
  await at.app.db.withTenant(tenantId, async tx => {
    await putMovable(tx, world)
    await tx.query(
      `INSERT INTO labels (id, name) VALUES ($1, $2) ON CONFLICT (tenant_id, id) DO UPDATE SET name = EXCLUDED.name`,
      [ids.label, `${mark} label`],
    )
    await tx.query(
      `INSERT INTO custom_fields (id, key, title, kind) VALUES ($1, $2, $3, 'text')
       ON CONFLICT (tenant_id, id) DO UPDATE SET title = EXCLUDED.title`,
      [ids.customField, mark.toLowerCase(), mark],
    )
    await tx.query(
      `INSERT INTO customer_notes (id, customer_id, member_id, text) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id, id) DO UPDATE SET removed_at = NULL`,
      [ids.customerNote, ids.customer, ids.member, mark],
    )
    await tx.query('DELETE FROM canned_replies WHERE id NOT IN ($1, $2)', [ids.cannedReply, ids.sharedReply])
    await tx.query(
      `INSERT INTO canned_replies (id, title, text, member_id) VALUES ($1, $3, $3, $4), ($2, $3, $3, NULL)
       ON CONFLICT (tenant_id, id) DO UPDATE SET title = EXCLUDED.title`,
      [ids.cannedReply, ids.sharedReply, mark, ids.member],
    )
    await tx.query('DELETE FROM uploads WHERE id <> $1', [ids.upload])
    await tx.query(
      `INSERT INTO uploads (id, member_id, conversation_id, name, content_type, size_bytes, sha256)
       VALUES ($1, $2, $3, $4, 'text/plain', 6, $5) ON CONFLICT DO NOTHING`,
      [ids.upload, ids.member, ids.conversation, `${mark}.txt`, 'a'.repeat(64)],
    )
    await tx.query('DELETE FROM saved_lists WHERE id <> $1', [ids.view])
    await tx.query(
      `INSERT INTO saved_lists (id, list, name, query, member_id) VALUES ($1, 'customers', $2, 'owing=yes', $3)
       ON CONFLICT DO NOTHING`,
      [ids.view, mark, ids.member],
    )
    await tx.query('DELETE FROM views WHERE id <> $1', [ids.view])
    await tx.query('DELETE FROM custom_fields WHERE id <> $1', [ids.customField])
    await tx.query(
      `INSERT INTO views (id, name, filter) VALUES ($1, $2, '{"all":[]}')
       ON CONFLICT (tenant_id, id) DO UPDATE SET name = EXCLUDED.name`,
      [ids.view, `${mark} view`],
    )
  })
}

/** Another person of this tenant, who was taken for the first one and parted again. */
async function addMerge(
  tx: { query(sql: string, values: unknown[]): Promise<unknown> },
  { ids, mark }: TenantWorld,
) {
  await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [ids.otherContact, `Other ${mark}`])
  await tx.query(
    `INSERT INTO contact_merges (id, kind, from_contact_id, into_contact_id, moved, undone_at)
     VALUES ($1, 'merge', $2, $3, '{}', now())`,
    [ids.contactMerge, ids.otherContact, ids.contact],
  )
}
