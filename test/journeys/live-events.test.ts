/** Every type of event, told to somebody who looks: their screen is then what a fetch gives. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { record } from '../../hub/conversations/change-conversation.ts'
import { ConversationEvent as Shape } from '../../hub/conversations/conversations.api.ts'
import { lockConversation } from '../../hub/conversations/find-conversations.ts'
import type { EventType } from '../../hub/conversations/shapes.ts'
import { newId } from '../../platform/ids.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { verifyLive } from '../verify-live.ts'

const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
const sipho = { phone: '+27821230001', name: 'Sipho' }

let trunkline: Trunkline
let fake: WhatsappFake
let agent: Member
let colleague: Member
let inboxId: string
let id: string
let sent: { id: string }

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  fake = await startWhatsappFake(meta)
  const inbox = await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })
  inboxId = inbox.id
  fake.setHookUrl(inbox.hookUrl)
  agent = await trunkline.member()
  colleague = await trunkline.member({ name: 'Lerato' })
  id = await says('good morning')
  sent = await reply()
})
afterAll(async () => {
  await fake?.stop()
  await trunkline?.close()
})

/** Resolves once it is in the conversation, and answers which one that is. */
async function says(text: string): Promise<string> {
  const screen = await connectLive(trunkline.url, agent.cookie)
  fake.customerSays({ ...sipho, text })
  const told = await screen.told('event', event => (event.message as { text: string } | null)?.text === text)
  screen.close()
  return String(told.conversationId)
}

async function post<T>(path: string, body?: unknown): Promise<T> {
  const answer = await trunkline.call<T>(agent, 'post', `/api/conversations/${id}/${path}`, body)
  expect(answer.status).toBeLessThan(300)
  return answer.body
}

const reply = () =>
  post<{ id: string }>('replies', { id: newId(), text: 'on my way', inboxId, lastSeenSeq: 1_000 })

/** The latest message becomes a matter of its own. */
async function splitOff(): Promise<{ moveId: string }> {
  const { body } = await trunkline.call<{ messages: { id: string }[] }>(
    agent,
    'get',
    `/api/conversations/${id}`,
  )
  return post('move-messages', { messageIds: [body.messages.at(-1)?.id], toConversationId: null })
}

/** Our answer is reported as sent; without a worker nobody else would. */
async function receipt(): Promise<void> {
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query<{ id: string }>(
      `INSERT INTO attempts (id, message_id, state, lease_until) VALUES ($1, $2, 'sent', now()) RETURNING id`,
      [newId(), sent.id],
    ),
  )
  const screen = await connectLive(trunkline.url, agent.cookie)
  fake.report({ wamid: 'wamid.of-ours', to: sipho.phone, status: 'delivered', ref: rows[0]?.id ?? null })
  await screen.told('event', event => event.type === 'message.changed')
  screen.close()
}

/** Recorded as every verb of ours does it, through the one log there is. */
const recorded =
  (type: EventType, data: Record<string, unknown> = {}) =>
  async () => {
    const { member } = (
      await trunkline.call<{ member: { id: string; name: string } }>(agent, 'get', '/api/me')
    ).body
    const who = {
      tenantId: trunkline.tenantId,
      memberId: member.id,
      name: member.name,
      allInboxes: true,
    } as Parameters<typeof record>[2]
    await trunkline.app.db.withTenant(trunkline.tenantId, async tx =>
      record(trunkline.app, tx, who, await lockConversation(tx, who, id), { type, data }),
    )
  }

const changes: Record<EventType, () => Promise<unknown>> = {
  'message.received': () => says('and again'),
  'message.written': reply,
  'message.changed': receipt,
  'note.written': () => post('notes', { id: newId(), text: 'a note' }),
  'message.moved': async () => {
    const { moveId } = await splitOff()
    await trunkline.call(agent, 'post', `/api/message-moves/${moveId}/undo`)
  },
  'messages.moved': splitOff,
  'conversation.assigned': () => post('assign', { memberId: colleague.id }),
  'conversation.resolved': () => post('resolve'),
  'conversation.reopened': () => post('reopen'),
  'conversation.changed': recorded('conversation.changed', { priority: { from: 'normal', to: 'high' } }),
  'conversation.snoozed': recorded('conversation.snoozed', { until: '2030-01-01T08:00:00.000Z' }),
  'conversation.woke': recorded('conversation.woke', { why: 'time' }),
  'ticket.created': recorded('ticket.created', { number: 7 }),
  'contact.linked': recorded('contact.linked', { customerId: newId() }),
  'contact.merged': recorded('contact.merged'),
  'contact.unmerged': recorded('contact.unmerged'),
  'contact.changed': recorded('contact.changed', { change: 'added' }),
  'customer.verified': recorded('customer.verified'),
}

for (const type of Shape.shape.type.options) {
  it(`${type}: the live screen equals a refetched one`, () =>
    verifyLive({ trunkline, as: agent, id }, type, () => {
      expect(changes).toHaveProperty([type])
      return changes[type]()
    }))
}
