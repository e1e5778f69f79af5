/** One tenant's inbox and a conversation in it: received as from a provider, answered as by an agent. */

import type { IncomingMessage } from '../../channels/channel.ts'
import { receiveMessages } from '../../hub/conversations/receive-messages.ts'
import { sealSettings } from '../../hub/inboxes/settings.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type { Installation } from './installation.ts'
import { whatsappSettings } from './samples.ts'
import { shared, type TenantWorld } from './tenant-world.ts'

export async function fillConversations(at: Installation, world: TenantWorld): Promise<void> {
  await addInbox(at, world)
  await receive(at, world)
  await findIds(at, world)
  await storeFile(at, world)
  await addOutgoing(at, world)
}

async function addInbox(at: Installation, { tenantId, ids, mark }: TenantWorld): Promise<void> {
  const settings = whatsappSettings('100200300')
  const sealed = await sealSettings(at.app.secrets, tenantId, ids.inbox, settings)
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query(
      `INSERT INTO inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, 'whatsapp', $2, $3, $4, $5)`,
      [ids.inbox, `${mark} WhatsApp`, '100200300', newId(), sealed],
    )
    await tx.query('INSERT INTO inbox_access (member_id, inbox_id) VALUES ($1, $2)', [
      ids.colleague,
      ids.inbox,
    ])
    await tx.query(
      `INSERT INTO inbox_events (id, inbox_id, key, raw, state) VALUES ($1, $2, 'k', $3, 'parked')`,
      [ids.inboxEvent, ids.inbox, Buffer.from(mark)],
    )
  })
}

async function receive(at: Installation, { tenantId, ids, mark }: TenantWorld): Promise<void> {
  const inbox = await at.app.inboxes.byId(tenantId, ids.inbox)
  if (!inbox) throw new Error('the inbox just made is not found')
  const message: IncomingMessage = {
    type: 'message',
    externalId: 'wamid.1',
    from: { kind: 'phone', value: shared.phone, name: `Thandi ${mark}` },
    text: `${mark}: my line is down`,
    html: `<p>${mark}</p>`,
    sentAt: null,
    attachments: [{ ref: 'media-1', name: `${mark}.txt`, contentType: 'text/plain', sizeBytes: 5 }],
    references: [],
    automatic: false,
    flags: [],
  }
  await at.app.db.withTenant(tenantId, async tx => {
    const receivedAt = new Date()
    await receiveMessages(tx, [{ message, inbox, inboxEventId: ids.inboxEvent, receivedAt }], receivedAt)
    await tx.query(
      `INSERT INTO identities (id, contact_id, kind, value) SELECT $1, contact_id, 'email', $2 FROM conversations`,
      [newId(), shared.email],
    )
  })
}

/** The ids the product made itself. */
async function findIds(at: Installation, { tenantId, ids }: TenantWorld): Promise<void> {
  await at.app.db.withTenant(tenantId, async tx => {
    const { rows } = await tx.query<{
      contact: string
      identity: string
      conversation: string
      message: string
      attachment: string
    }>(
      `SELECT c.contact_id AS contact, m.identity_id AS identity, c.id AS conversation, m.id AS message, a.id AS attachment
       FROM conversations c JOIN messages m ON m.conversation_id = c.id JOIN attachments a ON a.message_id = m.id`,
    )
    if (rows.length !== 1) throw new Error(`the message received is there ${rows.length} times`)
    Object.assign(ids, rows[0])
  })
}

async function storeFile(at: Installation, { tenantId, ids, mark }: TenantWorld): Promise<void> {
  const sha256 = await at.app.files.put(tenantId, Buffer.from(`file of ${mark}`))
  await at.app.db.withTenant(tenantId, tx =>
    tx.query(`UPDATE attachments SET state = 'stored', sha256 = $2 WHERE id = $1`, [ids.attachment, sha256]),
  )
}

/** An answer that failed, with its attempt; a ticket and a read mark beside it. */
async function addOutgoing(at: Installation, { tenantId, ids, mark, admin }: TenantWorld): Promise<void> {
  const path = `${at.url}/api/conversations/${ids.conversation}`
  const send = async (to: string, body: Record<string, unknown>) => {
    const headers = { cookie: admin.cookie, 'content-type': 'application/json' }
    const answer = await fetch(`${path}/${to}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`filling: ${to} answers ${answer.status} ${await answer.text()}`)
  }
  const text = `${mark} answers`
  await send('replies', { id: ids.outgoing, text, inboxId: ids.inbox, lastSeenSeq: 99 })
  await send('notes', { id: newId(), text: `${mark} note` })
  await send('read', { inboundCount: 1 })
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query(`UPDATE messages SET state = 'failed' WHERE id = $1`, [ids.outgoing])
    await tx.query(
      `INSERT INTO attempts (id, message_id, state, lease_until, words) VALUES ($1, $2, 'rejected', now(), $3)`,
      [newId(), ids.outgoing, mark],
    )
    await recordEvent(tx, { type: 'customer.noted', customerId: ids.customer, data: { mark } })
  })
}
