import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Message = { id: string; text: string; state: string; stateWords: string | null; seq: number }
type Row = { preview: string; waitingSince: string | null; lastDirection: string }
type Open = { conversation: Row; messages: Message[]; drafts: { kind: string; text: string }[] }

const secrets = {
  phoneNumberId: '1061234567',
  accessToken: 'token',
  appSecret: 'secret',
  verifyToken: 'verify',
}
let trunkline: Trunkline
let fake: WhatsappFake
let inbox: { id: string; hookUrl: string }
let agent: Member
let screen: LiveClient
let phones = 100

beforeAll(async () => {
  trunkline = await startTrunkline()
  fake = await startWhatsappFake({ ...secrets, autoReceipts: true })
  inbox = await trunkline.inbox('whatsapp', { ...secrets, apiUrl: fake.url })
  fake.setHookUrl(inbox.hookUrl)
  agent = await trunkline.member({ name: 'Aisha' })
  screen = await connectLive(trunkline.url, agent.cookie)
})
afterAll(async () => {
  screen.close()
  await fake.stop()
  await trunkline.close()
})

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const open = async (id: string) => (await trunkline.call<Open>(agent, 'GET', `/api/conversations/${id}`)).body
const arrived = (text: string) =>
  screen.told('event', event => (event.message as Message | null)?.text === text) as unknown as Promise<{
    conversationId: string
  }>
const state = (id: string, wanted: string) =>
  screen.told('event', event => {
    const message = event.message as Message | null
    return message?.id === id && message.state === wanted
  }) as unknown as Promise<{ message: Message; conversation: Row }>
const cancel = (as: Member, id: string) =>
  trunkline.call<{ drafts: { kind: string; text: string }[] }>(as, 'POST', `/api/messages/${id}/cancel`)
const sendNow = (as: Member, id: string) => trunkline.call(as, 'POST', `/api/messages/${id}/send-now`)
const said = () => fake.ledger.map(sent => sent.text)

async function customer(text: string) {
  const phone = `+27821230${phones++}`
  fake.customerSays({ phone, name: 'Thandi', text })
  const { conversationId } = await arrived(text)
  const says = async (more: string) => {
    fake.customerSays({ phone, name: 'Thandi', text: more })
    await arrived(more)
  }
  return { conversationId, says }
}

async function reply(conversationId: string, text: string, more: Record<string, unknown> = {}) {
  const id = newId()
  const body = { id, text, inboxId: inbox.id, lastSeenSeq: 999, ...more }
  const answer = await trunkline.call<{ detail?: string }>(
    agent,
    'POST',
    `/api/conversations/${conversationId}/replies`,
    body,
  )
  return { id, status: answer.status, body: answer.body }
}

it('keeps an answer for later, lets a later one pass, and sends it by itself when its moment comes', async () => {
  const { conversationId } = await customer('when can you come?')
  const held = await reply(conversationId, 'Tomorrow at nine.', { holdSeconds: 2 })
  const quick = await reply(conversationId, 'One moment, please.')
  await state(held.id, 'read')
  await state(quick.id, 'read')
  expect(said().slice(-2)).toEqual(['One moment, please.', 'Tomorrow at nine.'])
})

it('shows nothing as said until it is handed over, and then where it was said', async () => {
  const { conversationId, says } = await customer('is it fixed?')
  const later = await reply(conversationId, 'It will be at noon.', { sendAfter: inAnHour() })
  const before = await open(conversationId)
  expect(before.conversation).toMatchObject({ preview: 'is it fixed?', lastDirection: 'in' })
  expect(before.conversation.waitingSince).not.toBeNull()
  await says('hello?')
  expect((await sendNow(agent, later.id)).status).toBe(204)
  await state(later.id, 'read')
  const after = await open(conversationId)
  expect(after.messages.map(message => message.text)).toEqual([
    'is it fixed?',
    'hello?',
    'It will be at noon.',
  ])
  expect(after.conversation).toMatchObject({ preview: 'It will be at noon.', lastDirection: 'out' })
  // What they wrote after it was written is still unanswered.
  expect(after.conversation.waitingSince).not.toBeNull()
})

it('ends the wait when the customer wrote nothing after it', async () => {
  const { conversationId } = await customer('what do I owe?')
  const later = await reply(conversationId, 'Nothing.', { sendAfter: inAnHour() })
  await sendNow(agent, later.id)
  await state(later.id, 'read')
  expect((await open(conversationId)).conversation.waitingSince).toBeNull()
})

it('takes an answer back: it is never sent, and its words return before what was begun since', async () => {
  const { conversationId } = await customer('is it me?')
  const undone = await reply(conversationId, 'Yes, it is you.', { holdSeconds: 60 })
  await trunkline.call(agent, 'PUT', `/api/conversations/${conversationId}/drafts/reply`, {
    text: 'And sorry.',
    version: 1,
  })
  const answer = await cancel(agent, undone.id)
  expect(answer.status).toBe(200)
  expect(answer.body.drafts).toMatchObject([{ kind: 'reply', text: 'Yes, it is you.\n\nAnd sorry.' }])
  const gone = await state(undone.id, 'cancelled')
  expect(gone.message.text).toBe('')
  expect(gone.conversation.preview).toBe('is it me?')
  for (const again of [cancel(agent, undone.id), sendNow(agent, undone.id)]) {
    expect((await again).status).toBe(409)
  }
  const next = await reply(conversationId, 'No, it is us.')
  await state(next.id, 'read')
  expect(said()).not.toContain('Yes, it is you.')
})

it('refuses to take back what is on its way or was sent at once', async () => {
  const { conversationId } = await customer('hurry')
  const sent = await reply(conversationId, 'Sent at once.')
  expect((await cancel(agent, sent.id)).status).toBe(409)
  const held = await reply(conversationId, 'Sent in a second.', { holdSeconds: 1 })
  await state(held.id, 'sent')
  expect((await cancel(agent, held.id)).status).toBe(409)
})

it('leaves one outcome when an answer is taken back the moment it is sent', async () => {
  const { conversationId } = await customer('a race')
  for (let round = 0; round < 5; round++) {
    const text = `race ${round}`
    const { id } = await reply(conversationId, text, { sendAfter: inAnHour() })
    const [, undone] = await Promise.all([sendNow(agent, id), cancel(agent, id)])
    await state(id, undone.status === 200 ? 'cancelled' : 'read')
    expect(said().filter(each => each === text)).toHaveLength(undone.status === 200 ? 0 : 1)
  }
})

it('is found by the sweep when its job is lost', async () => {
  const { conversationId } = await customer('forgotten?')
  const { id } = await reply(conversationId, 'Not forgotten.', { sendAfter: inAnHour() })
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`UPDATE messages SET send_after = now() - interval '1 minute' WHERE id = $1`, [id]),
  )
  await state(id, 'read')
  expect(said().filter(text => text === 'Not forgotten.')).toHaveLength(1)
})

it('asks again whether free text is accepted when the moment has come', async () => {
  const { conversationId } = await customer('long ago')
  const { id } = await reply(conversationId, 'Too late now.', { sendAfter: inAnHour() })
  await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(
      `UPDATE messages SET created_at = now() - interval '25 hours' WHERE conversation_id = $1 AND direction = 'in'`,
      [conversationId],
    ),
  )
  await sendNow(agent, id)
  const failed = await state(id, 'failed')
  expect(failed.message.stateWords).toMatch(/More than 24 hours/)
  expect(said()).not.toContain('Too late now.')
})

it('belongs to its writer, to who assigns, and to nobody who cannot see the conversation', async () => {
  const { conversationId } = await customer('whose is it?')
  const { id } = await reply(conversationId, 'Mine.', { sendAfter: inAnHour() })
  const stranger = await trunkline.member({ name: 'Lwazi', inboxIds: [] })
  const colleague = await trunkline.member({ name: 'Bongani', role: 'billing' })
  const lead = await trunkline.member({ name: 'Nomsa', role: 'supervisor' })
  expect((await cancel(stranger, id)).status).toBe(404)
  expect((await sendNow(stranger, newId())).status).toBe(404)
  expect((await cancel(colleague, id)).status).toBe(403)
  expect((await cancel(lead, id)).status).toBe(200)
  const { drafts } = await open(conversationId)
  expect(drafts).toMatchObject([{ kind: 'reply', text: 'Mine.' }])
})

it('refuses a moment more than a year ahead, and sends at once what is past', async () => {
  const { conversationId } = await customer('time travel')
  const far = new Date(Date.now() + 400 * 86_400_000).toISOString()
  expect((await reply(conversationId, 'Far.', { sendAfter: far })).status).toBe(422)
  expect((await reply(conversationId, 'Never.', { sendAfter: 'monday' })).status).toBe(422)
  const past = await reply(conversationId, 'Past.', { sendAfter: '2020-01-01T00:00:00Z' })
  await state(past.id, 'read')
})
