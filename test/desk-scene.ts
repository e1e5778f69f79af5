/** A desk at work: an inbox, three who see it, one who does not, and a screen that hears what is told. */
import { receiveMessages } from '../hub/conversations/receive-messages.ts'
import { newId } from '../platform/ids.ts'
import { connectLive } from './live.ts'
import { type Member, startTrunkline, type Trunkline } from './trunkline.ts'

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }

type Row = {
  assignee: { id: string; name: string } | null
  team: { name: string } | null
  priority: string
  labels: string[]
  snoozedUntil: string | null
  fields: Record<string, unknown>
  lastSeq: number
}
type Open = { conversation: Row; watchers: { id: string; name: string }[]; timeline: { type: string }[] }
export type Problem = { detail: string; assignee?: { id: string; name: string } }

type Ground = { trunkline: Trunkline; inboxId: string }

export async function startDesk() {
  const trunkline = await startTrunkline({ roles: ['web'] })
  const inboxId = (await trunkline.inbox('sms', sms)).id
  const ground = { trunkline, inboxId }
  const thandi = await trunkline.member({ name: 'Thandi' })
  const sizwe = await trunkline.member({ name: 'Sizwe' })
  const lerato = await trunkline.member({ name: 'Lerato', role: 'supervisor' })
  const outsider = await trunkline.member({ name: 'Outsider', inboxIds: [] })
  const screen = await connectLive(trunkline.url, thandi.cookie)
  const call = <T = Problem>(as: Member, method: string, path: string, body?: unknown) =>
    trunkline.call<T>(as, method, path, body)
  return {
    ...{ trunkline, thandi, sizwe, lerato, outsider, call },
    conversation: (inboxId = ground.inboxId) => addConversation({ trunkline, inboxId }),
    customerWrites: (id: string) => customerWrites(ground, id),
    open: async (id: string) => (await call<Open>(thandi, 'GET', `/api/conversations/${id}`)).body,
    told: (id: string, type: string) =>
      screen.told('event', event => event.conversationId === id && event.type === type),
    listed: async (view: string) => {
      const { body } = await call<{ items: { id: string }[] }>(
        thandi,
        'GET',
        `/api/conversations?view=${view}`,
      )
      return body.items.map(item => item.id)
    },
    async close() {
      screen.close()
      await trunkline.close()
    },
  }
}

/** An open conversation with a person of its own. */
export async function addConversation(
  { trunkline, inboxId }: Ground,
  name = 'Nandi Example',
): Promise<string> {
  const [id, contactId] = [newId(), newId()]
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, name])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel)
       VALUES ($1, $2, 'chat', ARRAY[$3::uuid], now(), 'sms')`,
      [id, contactId, inboxId],
    )
  })
  return id
}

/** The person of this conversation writes an SMS. */
export async function customerWrites(
  { trunkline, inboxId }: Ground,
  id: string,
  text = 'Still offline',
): Promise<void> {
  const { app, tenantId } = trunkline
  const inbox = await app.inboxes.byId(tenantId, inboxId)
  if (!inbox) throw new Error('the inbox is not there')
  const phone = `+2782${String(Date.now()).slice(-7)}`
  await app.db.withTenant(tenantId, async tx => {
    await tx.query(
      `INSERT INTO identities (id, contact_id, kind, value)
       SELECT $1, contact_id, 'phone', $2 FROM conversations WHERE id = $3`,
      [newId(), phone, id],
    )
    const message = {
      type: 'message' as const,
      externalId: newId(),
      from: { kind: 'phone' as const, value: phone },
      text,
      sentAt: null,
      attachments: [],
      references: [],
      automatic: false,
      flags: [],
    }
    await receiveMessages(tx, [{ message, inbox, inboxEventId: newId(), receivedAt: new Date() }], new Date())
  })
}
