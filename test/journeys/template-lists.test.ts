/** The list of an inbox's templates against what the provider has, and messages that wait or whose outcome is not known. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweepTemplates } from '../../hub/templates/sweep-templates.ts'
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

const names = (list: List) => list.items.map(one => `${one.name} ${one.language} ${one.status}`)
const changed = (name: string, more: object) =>
  templateSamples.map(one => (one.name === name ? { ...one, ...more } : one))
const sweep = () => sweepTemplates(trunkline.app, trunkline.tenantId)

it('is fetched by the sweep where it never was, what can be sent first', async () => {
  expect((await scene.list()).body).toMatchObject({
    items: [],
    fetchedAt: null,
    problem: null,
    canFetch: true,
  })
  await sweep()
  const { body } = await scene.list()
  expect(names(body)).toEqual([
    'new_coverage en approved',
    'payment_reminder en approved',
    'still_there af approved',
    'still_there en_US approved',
    'visit_planned en approved',
    'find_us en approved',
    'spring_offer en paused',
    'win_a_router en rejected',
  ])
  expect(body.fetchedAt).not.toBeNull()
})

it('is left alone by the sweep until it is old, or news speaks of one it does not hold', async () => {
  scene.fake.setTemplates([...templateSamples, { ...templateSamples[2]!, id: '99', name: 'brand_new' }])
  await sweep()
  expect(names((await scene.list()).body)).not.toContain('brand_new en_US approved')
  const about = { message_template_name: 'brand_new', message_template_language: 'en_US' }
  scene.fake.templateNews({ ...about, message_template_id: '99', event: 'APPROVED' })
  await expect.poll(async () => (await scene.list()).body.fetchedAt).toBeNull()
  await sweep()
  expect(names((await scene.list()).body)).toContain('brand_new en_US approved')
  scene.fake.setTemplates(templateSamples)
})

it('keeps one that is gone at Meta for its messages, offers it no more, and has it again when it is back', async () => {
  const { conversationId } = await scene.customer(25)
  const id = await scene.idOf('still_there', 'en_US')
  const sent = await scene.reply(conversationId, { template: { id, values: {} } })
  await scene.told(sent.id, 'read')
  scene.fake.setTemplates(templateSamples.filter(one => one.language !== 'en_US'))
  expect(names((await scene.fetch()).body)).not.toContain('still_there en_US approved')
  const { rows } = await scene.sql('SELECT status, reason FROM message_templates WHERE id = $1', [id])
  expect(rows).toEqual([{ status: 'removed', reason: 'It is gone at the provider.' }])
  expect(await scene.message(conversationId, sent.id)).toMatchObject({ template: { name: 'still_there' } })
  expect(await scene.reply(conversationId, { template: { id, values: {} } })).toMatchObject({ status: 409 })
  scene.fake.setTemplates(templateSamples)
  expect(await scene.idOf('still_there', 'en_US')).toBe(id)
})

it('stays as it was when Meta does not show it, and says why', async () => {
  scene.fake.setTemplates(null)
  const { body } = await scene.fetch()
  expect(body.problem).toMatch(/whatsapp_business_management/)
  expect(body.items).toHaveLength(templateSamples.length)
  scene.fake.setTemplates(changed('spring_offer', { status: 'APPROVED' }))
  const after = (await scene.fetch()).body
  expect(after.problem).toBeNull()
  expect(names(after)).toContain('spring_offer en approved')
  scene.fake.setTemplates(templateSamples)
  await scene.fetch()
})

it('does not let a list asked for before the news undo it', async () => {
  const id = await scene.idOf('visit_planned')
  const later = new Date(Date.now() + 60_000)
  await scene.sql(`UPDATE message_templates SET status = 'paused', synced_at = $2 WHERE id = $1`, [id, later])
  const { body } = await scene.fetch()
  expect(body.items.find(one => one.id === id)?.status).toBe('paused')
  await scene.sql('UPDATE message_templates SET synced_at = now() WHERE id = $1', [id])
  expect((await scene.fetch()).body.items.find(one => one.id === id)?.status).toBe('approved')
})

it('cannot be fetched without the account id, and says where that goes; other channels have none', async () => {
  const { businessAccountId: _left, ...some } = { ...meta, phoneNumberId: '55' }
  const { id } = await trunkline.inbox('whatsapp', { ...some, apiUrl: scene.fake.url })
  const bare = await scene.list(scene.agent, id)
  expect(bare.body).toMatchObject({
    items: [],
    canFetch: false,
    problem: expect.stringMatching(/account id is not set/),
  })
  const sms = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
  const other = await trunkline.inbox('sms', sms)
  expect((await scene.list(scene.agent, other.id)).status).toBe(422)
})

it('waits for its moment like any answer, asks for no window then, and taken back it is no draft', async () => {
  const { conversationId } = await scene.customer(25)
  const template = { id: await scene.idOf('still_there', 'en_US'), values: {} }
  const sendAfter = new Date(Date.now() + 3_600_000).toISOString()
  const kept = await scene.reply(conversationId, { template, sendAfter })
  const dropped = await scene.reply(conversationId, { template, sendAfter })
  const cancelled = await trunkline.call<{ drafts: unknown[] }>(
    scene.agent,
    'POST',
    `/api/messages/${dropped.id}/cancel`,
  )
  expect(cancelled).toMatchObject({ status: 200, body: { drafts: [] } })
  await trunkline.call(scene.agent, 'POST', `/api/messages/${kept.id}/send-now`)
  await scene.told(kept.id, 'read')
})

it('is never sent again by itself when nobody knows whether it arrived', async () => {
  const { conversationId, phone } = await scene.customer(25)
  const template = { id: await scene.idOf('still_there', 'en_US'), values: {} }
  scene.fake.setHookUrl(null)
  scene.fake.failNext('accept-then-hang-up')
  const sent = await scene.reply(conversationId, { template })
  await scene.told(sent.id, 'unknown')
  expect(scene.fake.ledger.filter(one => one.to === phone)).toHaveLength(1)
  // Its receipts carry our attempt id and settle it.
  scene.fake.setHookUrl(scene.inbox.hookUrl)
  await scene.told(sent.id, 'read')
  expect(scene.fake.ledger.filter(one => one.to === phone)).toHaveLength(1)
})
