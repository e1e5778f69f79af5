/** One number, a family: whom a matter is about is said by somebody, and holds only while the contact speaks for them. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type ContactScene, contactScene } from '../contact-scene.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { verifyLive } from '../verify-live.ts'

const account = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234599' }
type Named = { id: string; name: string } | null
type Open = {
  conversation: { customer: Named; contact: { id: string } }
  timeline: { type: string; actor: { name: string } | null; data: Record<string, unknown> }[]
}
type Problem = { detail: string }

let twilio: TwilioFake
let trunkline: Trunkline
let scene: ContactScene
let agent: Member
let next = 300

beforeAll(async () => {
  twilio = await startTwilioFake(account)
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await contactScene(trunkline)
  await trunkline.inbox('sms', { ...account, apiUrl: twilio.url })
  agent = await trunkline.member({ name: 'Thandi' })
})
afterAll(async () => {
  await trunkline?.close()
  await twilio?.stop()
})

const call = <T = Problem>(method: string, path: string, body?: unknown, as = agent) =>
  trunkline.call<T>(as, method, path, body)
const open = async (id: string) => (await call<Open>('GET', `/api/conversations/${id}`)).body
const about = (conversationId: string, customerId: unknown, as = agent) =>
  call('PATCH', `/api/conversations/${conversationId}`, { customerId }, as)
const unlink = (contactId: string, customerId: string) =>
  call('DELETE', `/api/contacts/${contactId}/customers/${customerId}`)

/** Mother and son have one number on record. */
async function family() {
  next += 1
  const phone = `+27821230${next}`
  const mother = await scene.customer('Nomsa Dlamini', { phone })
  const son = await scene.customer('Sipho Dlamini', { phone, email: `sipho${next}@home.example` })
  return { phone, mother, son, ...(await scene.says('phone', phone, 'it is slow', 'Dlamini')) }
}

it('nobody is chosen until a member says so, and then it stands in the row and the timeline', async () => {
  const { conversationId, son, mother } = await family()
  expect((await open(conversationId)).conversation.customer).toBeNull()
  const live = { trunkline, as: agent, id: conversationId }
  await verifyLive(live, 'conversation.changed', async () => {
    expect((await about(conversationId, son.id)).status).toBe(204)
  })
  const chosen = await open(conversationId)
  expect(chosen.conversation.customer).toEqual({ id: son.id, name: 'Sipho Dlamini' })
  expect(chosen.timeline.at(-1)).toMatchObject({
    type: 'conversation.changed',
    actor: { name: 'Thandi' },
    data: {
      before: { customer: null },
      after: { customer: { id: son.id, name: 'Sipho Dlamini', number: son.number } },
    },
  })
  await verifyLive(live, 'conversation.changed', () => about(conversationId, mother.id))
  await verifyLive(live, 'conversation.changed', () => about(conversationId, null))
  expect((await open(conversationId)).conversation.customer).toBeNull()
})

it('saying the same again changes nothing and leaves no line', async () => {
  const { conversationId, son } = await family()
  await about(conversationId, son.id)
  const before = await open(conversationId)
  const trail = () => scene.rows('SELECT 1 FROM audit')
  const lines = await trail()
  expect((await about(conversationId, son.id)).status).toBe(204)
  expect(await open(conversationId)).toEqual(before)
  expect(await trail()).toHaveLength(lines.length)
})

it('only a customer they speak for is taken, and only from who sees the conversation', async () => {
  const { conversationId, son } = await family()
  const stranger = await scene.customer('Somebody Else')
  expect(await about(conversationId, stranger.id)).toMatchObject({ status: 404 })
  expect((await about(conversationId, newId())).status).toBe(404)
  for (const nonsense of ['C-1042', 7, true, {}, [son.id]]) {
    expect((await about(conversationId, nonsense)).status, JSON.stringify(nonsense)).toBe(422)
  }
  const narrow = await trunkline.member({ inboxIds: [scene.inboxes.telegram] })
  const [theirs, never] = [await about(conversationId, son.id, narrow), await about(newId(), son.id, narrow)]
  expect(theirs.status).toBe(404)
  expect(theirs.body.detail).toBe(never.body.detail)
  expect((await open(conversationId)).conversation.customer).toBeNull()
})

it('unlinking a customer ends every matter that was about them, and no other', async () => {
  const { contactId, conversationId, son, mother } = await family()
  await about(conversationId, son.id)
  await call('POST', `/api/conversations/${conversationId}/resolve`)
  const [older, other] = [newId(), newId()]
  for (const [id, customerId] of [
    [older, son.id],
    [other, mother.id],
  ]) {
    await scene.rows(
      `INSERT INTO conversations (id, contact_id, customer_id, thread, inbox_ids, last_message_at, last_channel)
       VALUES ($1, $2, $3, 'thread', ARRAY[$4::uuid], now() - interval '1 day', 'sms')`,
      [id, contactId, customerId, scene.inboxes.phone],
    )
  }
  await verifyLive({ trunkline, as: agent, id: older }, 'conversation.changed', async () => {
    expect((await unlink(contactId, son.id)).status).toBe(204)
  })
  for (const id of [conversationId, older]) {
    const { conversation, timeline } = await open(id)
    expect(conversation.customer).toBeNull()
    expect(timeline.at(-1)).toMatchObject({
      type: 'conversation.changed',
      data: { before: { customer: { number: son.number } }, after: { customer: null } },
    })
  }
  expect((await open(other)).conversation.customer?.id).toBe(mother.id)
  expect((await about(older, son.id)).status).toBe(404)
})

it('choosing and unlinking at the same moment never leave a matter about a stranger', async () => {
  for (let round = 0; round < 8; round++) {
    const { contactId, conversationId, son } = await family()
    const [chosen, gone] = await Promise.all([about(conversationId, son.id), unlink(contactId, son.id)])
    expect(gone.status).toBe(204)
    expect([204, 404]).toContain(chosen.status)
    expect((await open(conversationId)).conversation.customer).toBeNull()
  }
})

it('a ticket asks whom it is for, unless that was said', async () => {
  const { conversationId, son } = await family()
  const ticket = (customerId: string | null) =>
    call<Problem & { id: string }>('POST', `/api/conversations/${conversationId}/tickets`, {
      id: newId(),
      customerId,
      subject: 'Slow line',
    })
  const refused = await ticket(null)
  expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('which one') } })
  await about(conversationId, son.id)
  const made = await ticket(null)
  expect(made.status).toBe(201)
  const rows = await scene.rows('SELECT customer_id FROM tickets WHERE id = $1', [made.body.id])
  expect(rows).toEqual([{ customer_id: son.id }])
})

it('whoever proves to be one of them says whom this is about, unless that was said already', async () => {
  const { conversationId, son, mother } = await family()
  const verify = async (customerId: string) => {
    const path = `/api/conversations/${conversationId}/verify`
    expect((await call('POST', path, { customerId, via: 'sms' })).status).toBe(200)
    const code = twilio.ledger.at(-1)?.body.match(/\d{6}/)?.[0]
    expect((await call('POST', `${path}/check`, { code })).status).toBe(200)
  }
  await scene.rows(`UPDATE inboxes SET enabled = (account = $1) WHERE channel = 'sms'`, [account.fromNumber])
  await verifyLive({ trunkline, as: agent, id: conversationId }, 'customer.verified', () => verify(son.id))
  expect((await open(conversationId)).conversation.customer?.id).toBe(son.id)
  await verify(mother.id)
  expect((await open(conversationId)).conversation.customer?.id).toBe(son.id)
})
