/** A message with an approved template, from the agent's request to what Meta holds: what goes, what is refused, and why. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { startWhatsappFake } from '../fakes/whatsapp.ts'
import { templateSamples } from '../fakes/whatsapp-template-samples.ts'
import { type List, meta, openTemplateScene, type TemplateScene } from '../template-scene.ts'
import { startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let scene: TemplateScene
beforeAll(async () => {
  trunkline = await startTrunkline()
  scene = await openTemplateScene(trunkline)
})
afterAll(async () => {
  await scene.close()
  await trunkline.close()
})

const values = {
  'header.1': '2041',
  'body.1': 'Thandi',
  'body.2': 'R 654.00',
  'body.3': '1 December',
  'button.0': '2041',
}
const reminder = async (more: Record<string, string> = {}) => ({
  template: { id: await scene.idOf('payment_reminder'), values: { ...values, ...more } },
})

it('goes out when the window is closed, where free text is refused, and reads as the customer reads it', async () => {
  const { conversationId, phone } = await scene.customer(25)
  const free = await scene.reply(conversationId, { text: 'Hello?' })
  expect(free).toMatchObject({
    status: 409,
    body: { detail: 'More than 24 hours since they last wrote here.' },
  })
  const sent = await scene.reply(conversationId, await reminder())
  const text =
    'Invoice 2041\n\nHi Thandi, R 654.00 is due on 1 December. Thank you!\n\nFernhill Fibre\n\n[Pay now] https://pay.fernhill.example/2041\n[Call us] +27871234500'
  expect(sent).toMatchObject({
    status: 201,
    body: { text, template: { name: 'payment_reminder', language: 'en' } },
  })
  await scene.told(sent.id, 'read')
  expect(scene.fake.ledger.at(-1)).toMatchObject({ to: phone, text: '' })
  expect(scene.fake.ledger.at(-1)?.template).toEqual({
    name: 'payment_reminder',
    language: { code: 'en' },
    components: [
      { type: 'header', parameters: [{ type: 'text', text: '2041' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Thandi' },
          { type: 'text', text: 'R 654.00' },
          { type: 'text', text: '1 December' },
        ],
      },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '2041' }] },
    ],
  })
  const open = await trunkline.call<{ conversation: { preview: string } }>(
    scene.agent,
    'GET',
    `/api/conversations/${conversationId}`,
  )
  expect(open.body.conversation.preview).toMatch(/^Invoice 2041 Hi Thandi/)
})

it('is one message however often it is sent, and leaves the draft in the box alone', async () => {
  const { conversationId } = await scene.customer(25)
  const draft = { text: 'begun', inboxId: scene.inbox.id, version: 1 }
  await trunkline.call(scene.agent, 'PUT', `/api/conversations/${conversationId}/drafts/reply`, draft)
  const again = { id: newId(), ...(await reminder()) }
  const before = scene.fake.ledger.length
  await scene.reply(conversationId, again)
  await scene.told(again.id, 'read')
  expect((await scene.reply(conversationId, again)).body).toMatchObject({ id: again.id, state: 'read' })
  expect(scene.fake.ledger).toHaveLength(before + 1)
  const drafts = await trunkline.call<{ items: { conversationId?: string; text: string }[] }>(
    scene.agent,
    'GET',
    '/api/me/drafts',
  )
  expect(JSON.stringify(drafts.body)).toContain('begun')
})

it('refuses values that Meta would refuse, each with its place', async () => {
  const { conversationId } = await scene.customer()
  const before = scene.fake.ledger.length
  const problems: [Record<string, string>, string, RegExp][] = [
    [{ 'body.1': ' ' }, 'body.1', /Fill this in/],
    [{ 'body.1': 'a\nb' }, 'body.1', /new lines/],
    [{ 'body.2': 'a\tb' }, 'body.2', /tabs/],
    [{ 'body.2': 'a    b' }, 'body.2', /three spaces/],
    [{ 'button.0': '20 41' }, 'button.0', /no spaces/],
    [{ 'header.1': 'x'.repeat(60) }, 'header.1', /8 characters too many/],
    [{ 'body.3': 'x'.repeat(1_024) }, 'body.3', /characters too many/],
    [{ 'body.9': 'x' }, 'body.9', /no such place/],
  ]
  for (const [wrong, key, words] of problems) {
    const refused = await scene.reply(conversationId, await reminder(wrong))
    expect(refused.status, key).toBe(422)
    expect(refused.body.errors).toEqual([
      { pointer: `/template/values/${key}`, detail: expect.stringMatching(words) },
    ])
  }
  const { template } = await reminder()
  const { 'body.2': _left, ...some } = template.values
  expect((await scene.reply(conversationId, { template: { ...template, values: some } })).status).toBe(422)
  expect((await scene.reply(conversationId, { template, text: 'and this' })).status).toBeGreaterThanOrEqual(
    400,
  )
  expect(scene.fake.ledger).toHaveLength(before)
})

it('refuses one that is not approved, one we cannot send, and one nobody knows', async () => {
  const { conversationId } = await scene.customer(25)
  for (const [name, why] of [
    ['spring_offer', /paused/],
    ['win_a_router', /promotional/],
    ['find_us', /Begins with a location/],
  ] as const) {
    const refused = await scene.reply(conversationId, {
      template: { id: await scene.idOf(name), values: {} },
    })
    expect(refused, name).toMatchObject({ status: 409, body: { detail: expect.stringMatching(why) } })
  }
  const strange = await scene.reply(conversationId, { template: { id: newId(), values: {} } })
  expect(strange.status).toBe(404)
})

it("knows neither another inbox's template nor another tenant's", async () => {
  const { conversationId } = await scene.customer(25)
  const mine = await scene.idOf('still_there', 'en_US')
  const other = await trunkline.inbox('whatsapp', { ...meta, phoneNumberId: '77', apiUrl: scene.fake.url })
  const there = await trunkline.call<{ items: { id: string; name: string }[] }>(
    scene.agent,
    'POST',
    `/api/inboxes/${other.id}/templates/fetch`,
  )
  const theirs = there.body.items.find(one => one.name === 'still_there')?.id ?? ''
  expect(theirs).not.toBe('')
  expect(theirs).not.toBe(mine)
  const wrong = await scene.reply(conversationId, { template: { id: theirs, values: {} } })
  expect(wrong).toMatchObject({ status: 404, body: { detail: 'This inbox has no such template.' } })

  const tenantId = await trunkline.otherTenant()
  const stranger = await trunkline.member({ name: 'Elsewhere', role: 'owner', tenantId })
  expect((await scene.list(stranger)).status).toBe(404)
  expect((await scene.fetch(stranger)).status).toBe(404)
  const foreign = await trunkline.inbox('whatsapp', { ...meta, apiUrl: scene.fake.url }, tenantId)
  const listed = await trunkline.call<{ items: { id: string }[] }>(
    stranger,
    'POST',
    `/api/inboxes/${foreign.id}/templates/fetch`,
  )
  const id = listed.body.items[0]?.id ?? ''
  expect((await scene.reply(conversationId, { template: { id, values: {} } })).status).toBe(404)

  const elsewhere = await trunkline.member({ name: 'Sees nothing', inboxIds: [] })
  expect((await scene.list(elsewhere)).status).toBe(404)
})

it('hears that one was paused, and says so to who picked it before', async () => {
  const { conversationId } = await scene.customer(25)
  const { template } = await reminder()
  const about = {
    message_template_id: 1689556908129832,
    message_template_name: 'payment_reminder',
    message_template_language: 'en',
  }
  scene.fake.templateNews({ ...about, event: 'PAUSED', reason: 'NONE' })
  const statusOf = async () => (await scene.list()).body.items.find(one => one.id === template.id)
  await expect
    .poll(statusOf)
    .toMatchObject({ status: 'paused', sendable: false, why: expect.stringMatching(/paused/) })
  expect(await scene.reply(conversationId, { template })).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/^"payment_reminder" cannot be sent: .*paused/) },
  })
  scene.fake.templateNews({ ...about, event: 'REINSTATED' })
  await expect.poll(statusOf).toMatchObject({ status: 'approved', sendable: true })
  const { rows } = await scene.sql(
    `SELECT state FROM inbox_events WHERE convert_from(raw, 'UTF8') LIKE '%message_template_status_update%'`,
  )
  expect(rows).toEqual([{ state: 'handled' }, { state: 'handled' }])
})

it('fails in clear words when Meta paused it and told nobody yet', async () => {
  const { conversationId } = await scene.customer(25)
  const { template } = await reminder()
  scene.fake.setTemplates(
    templateSamples.map(one => (one.name === 'payment_reminder' ? { ...one, status: 'PAUSED' } : one)),
  )
  const sent = await scene.reply(conversationId, { template })
  expect(sent.status).toBe(201)
  await scene.told(sent.id, 'failed')
  expect((await scene.message(conversationId, sent.id))?.stateWords).toMatch(/^Meta has paused this template/)
  scene.fake.setTemplates(templateSamples)
  await scene.fetch()
  await trunkline.call(scene.agent, 'POST', `/api/messages/${sent.id}/resend`)
  await scene.told(sent.id, 'read')
  expect(scene.fake.ledger.at(-1)?.template).toMatchObject({ name: 'payment_reminder' })
})

it("is held back by a colleague's answer nobody has seen", async () => {
  const { conversationId } = await scene.customer()
  const colleague = await trunkline.member({ name: 'Brandon Meyer' })
  await scene.reply(conversationId, { text: 'I am on it' }, colleague)
  const held = await scene.reply(conversationId, { ...(await reminder()), lastSeenSeq: 1 })
  expect(held).toMatchObject({ status: 409, body: { unseen: [{ text: 'I am on it' }] } })
})

it('is the first message to somebody who never wrote to this number', async () => {
  const { conversationId, phone } = await scene.customer()
  const second = await startWhatsappFake({ ...meta, phoneNumberId: '88', autoReceipts: true })
  second.setTemplates(templateSamples)
  const inbox = await trunkline.inbox('whatsapp', { ...meta, phoneNumberId: '88', apiUrl: second.url })
  second.setHookUrl(inbox.hookUrl)
  const path = `/api/inboxes/${inbox.id}/templates/fetch`
  const { body } = await trunkline.call<List>(scene.agent, 'POST', path)
  const open = await trunkline.call<{
    replyRoutes: { inboxId: string; usable: boolean; templates: boolean }[]
  }>(scene.agent, 'GET', `/api/conversations/${conversationId}`)
  expect(open.body.replyRoutes.find(route => route.inboxId === inbox.id)).toMatchObject({
    ...{ usable: false, templates: true },
  })
  const id = body.items.find(one => one.name === 'still_there' && one.language === 'af')?.id
  const sent = await scene.reply(conversationId, { inboxId: inbox.id, template: { id, values: {} } })
  expect(sent.status).toBe(201)
  await scene.told(sent.id, 'read')
  expect(second.ledger).toMatchObject([
    { to: phone, template: { name: 'still_there', language: { code: 'af' } } },
  ])
  await second.stop()
})
