import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Row = { id: string; preview: string; lastSeq: number; contact: { id: string; name: string } }
type Message = {
  id: string
  text: string
  state: string
  stateWords: string | null
  seq: number
  direction: string
}
type Open = {
  conversation: Row
  messages: Message[]
  replyRoutes: { inboxId: string; usable: boolean; why: string | null }[]
}

let trunkline: Trunkline
let fake: WhatsappFake
let agent: Member
let inbox: { id: string; hookUrl: string }
let screen: LiveClient
const secrets = {
  phoneNumberId: '1061234567',
  accessToken: 'token',
  appSecret: 'secret',
  verifyToken: 'verify',
}

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

const list = async (as: Member = agent) =>
  (await trunkline.call<{ items: Row[] }>(as, 'GET', '/api/conversations')).body.items
const open = async (id: string) => (await trunkline.call<Open>(agent, 'GET', `/api/conversations/${id}`)).body
const arrived = (text: string) =>
  screen.told('event', event => (event.message as Message | null)?.text === text) as unknown as Promise<{
    conversationId: string
    conversation: Row
    message: Message
    seq: number
  }>
const stateOf = (id: string, state: string) =>
  screen.told('event', event => {
    const message = event.message as Message | null
    return message?.id === id && message.state === state
  })
const reply = (conversationId: string, id: string, more: Record<string, unknown>) =>
  trunkline.call<Message & { unseen?: Message[]; detail?: string }>(
    agent,
    'POST',
    `/api/conversations/${conversationId}/replies`,
    { id, inboxId: inbox.id, lastSeenSeq: 99, ...more },
  )

it('lands every message of a batch once, however often it is posted', async () => {
  const batch = [
    { phone: '+27821230001', name: 'Thandi', text: 'one' },
    { phone: '+27821230001', name: 'Thandi', text: 'two' },
    { phone: '+27821230002', name: 'Pieter', text: 'three' },
  ]
  fake.batch(batch)
  const [one, two, three] = await Promise.all(['one', 'two', 'three'].map(arrived))
  expect(two?.conversationId).toBe(one?.conversationId)
  expect(three?.conversationId).not.toBe(one?.conversationId)
  expect([one?.seq, two?.seq, three?.seq]).toEqual([1, 2, 1])

  const raw = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query<{ key: string; raw: Buffer }>('SELECT key, raw FROM inbox_events WHERE inbox_id = $1', [
      inbox.id,
    ]),
  )
  expect(raw.rows).toHaveLength(3)
  for (let again = 0; again < 3; again++) {
    await trunkline.intake.store(
      trunkline.tenantId,
      raw.rows.map(row => ({ inboxId: inbox.id, key: row.key, raw: row.raw })),
    )
  }
  await trunkline.intake.settled()
  expect((await open(one?.conversationId ?? '')).messages.map(message => message.text)).toEqual([
    'one',
    'two',
  ])
})

it('carries the answer to the customer and its receipts back to the screen', async () => {
  fake.customerSays({ phone: '+27821230003', name: 'Lerato', text: 'is it down?' })
  const { conversationId } = await arrived('is it down?')
  const id = '01990000-0000-7000-8000-000000000001'
  expect((await reply(conversationId, id, { text: 'Yes, back at noon.' })).status).toBe(201)
  await stateOf(id, 'read')
  expect(fake.ledger.filter(sent => sent.text === 'Yes, back at noon.')).toHaveLength(1)
  expect(fake.ledger.at(-1)).toMatchObject({ to: '+27821230003' })

  const again = await reply(conversationId, id, { text: 'Yes, back at noon.' })
  expect(again).toMatchObject({ status: 201, body: { id, state: 'read' } })
  expect(fake.ledger.filter(sent => sent.text === 'Yes, back at noon.')).toHaveLength(1)
})

it('numbers everything that happens without gaps, and answers what a client missed', async () => {
  fake.customerSays({ phone: '+27821230004', name: 'Sipho', text: 'hello there' })
  const { conversationId } = await arrived('hello there')
  const id = '01990000-0000-7000-8000-000000000002'
  await reply(conversationId, id, { text: 'hello back' })
  await stateOf(id, 'read')
  const { body } = await trunkline.call<{ events: { seq: number; message: Message }[]; lastSeq: number }>(
    agent,
    'GET',
    `/api/conversations/${conversationId}/events?after=0`,
  )
  expect(body.events.map(event => event.seq)).toEqual(Array.from({ length: body.lastSeq }, (_, at) => at + 1))
  const live = screen.events.filter(event => event.payload.conversationId === conversationId)
  expect(live.map(event => event.payload.seq)).toEqual(body.events.map(event => event.seq))
  expect(body.events.at(-1)?.message.state).toBe('read')
})

it('holds an answer back when the customer wrote meanwhile, and sends it anyway when told so', async () => {
  fake.customerSays({ phone: '+27821230005', name: 'Ayesha', text: 'first' })
  const { conversationId, seq } = await arrived('first')
  fake.customerSays({ phone: '+27821230005', name: 'Ayesha', text: 'never mind, it works' })
  await arrived('never mind, it works')
  const id = '01990000-0000-7000-8000-000000000003'
  const held = await reply(conversationId, id, { text: 'Please restart it', lastSeenSeq: seq })
  expect(held.status).toBe(409)
  expect(held.body.unseen?.map(message => message.text)).toEqual(['never mind, it works'])
  const sent = await reply(conversationId, id, {
    text: 'Please restart it',
    lastSeenSeq: seq,
    sendAnyway: true,
  })
  expect(sent.status).toBe(201)
  await stateOf(id, 'read')
})

it("shows a refusal in the provider's own words, and sends again only when asked", async () => {
  fake.customerSays({ phone: '+27821230006', name: 'Johan', text: 'ping' })
  const { conversationId } = await arrived('ping')
  fake.failNext('refuse-4xx')
  const id = '01990000-0000-7000-8000-000000000004'
  await reply(conversationId, id, { text: 'pong' })
  const failed = await stateOf(id, 'failed')
  expect(((failed.message as Message).stateWords ?? '').length).toBeGreaterThan(5)
  expect(fake.ledger.some(sent => sent.text === 'pong')).toBe(false)
  const resent = await trunkline.call(agent, 'POST', `/api/messages/${id}/resend`)
  expect(resent.status).toBe(204)
  await stateOf(id, 'read')
  expect(fake.ledger.filter(sent => sent.text === 'pong')).toHaveLength(1)
  expect((await trunkline.call(agent, 'POST', `/api/messages/${id}/resend`)).status).toBe(409)
})

it('settles an unclear outcome by the receipt that carries our attempt', async () => {
  fake.customerSays({ phone: '+27821230007', name: 'Fatima', text: 'are you there' })
  const { conversationId } = await arrived('are you there')
  fake.failNext('accept-then-500')
  const id = '01990000-0000-7000-8000-000000000005'
  await reply(conversationId, id, { text: 'we are' })
  await stateOf(id, 'read')
  expect(fake.ledger.filter(sent => sent.text === 'we are')).toHaveLength(1)
})

it('shows nothing to those who may not see the inbox, nor to another provider', async () => {
  const stranger = await trunkline.member({ name: 'Lwazi', inboxIds: [] })
  const other = await trunkline.member({ name: 'Elsewhere', tenantId: await trunkline.otherTenant() })
  const screens = await Promise.all([stranger, other].map(each => connectLive(trunkline.url, each.cookie)))
  fake.customerSays({ phone: '+27821230008', name: 'Kabelo', text: 'only for some eyes' })
  const { conversationId } = await arrived('only for some eyes')
  for (const each of [stranger, other]) {
    expect(await list(each)).toEqual([])
    const answer = await trunkline.call(each, 'GET', `/api/conversations/${conversationId}`)
    const never = await trunkline.call(each, 'GET', '/api/conversations/01990000-0000-7000-8000-00000000dead')
    expect(answer.status).toBe(404)
    expect({ ...(answer.body as object), requestId: '' }).toEqual({
      ...(never.body as object),
      requestId: '',
    })
  }
  for (const each of screens) {
    expect(each.events).toEqual([])
    expect(await each.emit('panel.open', { conversationId })).toEqual({ ok: false })
    each.close()
  }
})

it('answers bad hooks with the right status and keeps what a provider signed', async () => {
  const post = (url: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers }).then(
      answer => answer.status,
    )
  const { createHmac } = await import('node:crypto')
  const sign = (body: string) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', secrets.appSecret).update(body).digest('hex')}`,
  })
  expect(await post(inbox.hookUrl.replace(/[^/]+$/, 'nobody'), '{}')).toBe(404)
  expect(await post(inbox.hookUrl, '{}')).toBe(401)
  expect(await post(inbox.hookUrl, '{}', { 'x-hub-signature-256': 'sha256=00' })).toBe(401)
  expect(await post(inbox.hookUrl, 'no json', sign('no json'))).toBe(400)
  expect(await post(inbox.hookUrl, Buffer.alloc(30 * 1024 * 1024, 'x')).catch(() => 413)).toBe(413)
  const odd = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      { id: '1', changes: [{ field: 'something_new', value: { messaging_product: 'whatsapp', news: 1 } }] },
    ],
  })
  expect(await post(inbox.hookUrl, odd, sign(odd))).toBe(200)
  await trunkline.intake.settled()
  const kept = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query(`SELECT state, raw FROM inbox_events WHERE inbox_id = $1 AND state = 'unknown'`, [inbox.id]),
  )
  expect(kept.rows).toHaveLength(1)
  expect(String(kept.rows[0]?.raw)).toContain('something_new')
  fake.customerSays({ phone: '+27821230009', name: 'Priya', text: 'still works' })
  await arrived('still works')
})
