/** A code by WhatsApp to somebody who did not write there today: only a template made for codes may go, and does. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ContactScene, contactScene } from '../contact-scene.ts'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { codeTemplate, templateSamples } from '../fakes/whatsapp-template-samples.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const meta = {
  ...{ phoneNumberId: '1061234567', businessAccountId: '900800700' },
  ...{ accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' },
}
let trunkline: Trunkline
let fake: WhatsappFake
let scene: ContactScene
let agent: Member
let inboxId: string

beforeAll(async () => {
  fake = await startWhatsappFake(meta)
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await contactScene(trunkline)
  inboxId = (await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })).id
  agent = await trunkline.member({ name: 'Aisha' })
})
afterAll(async () => {
  await trunkline?.close()
  await fake?.stop()
})

const has = async (templates: typeof templateSamples) => {
  fake.setTemplates(templates)
  await trunkline.call(agent, 'POST', `/api/inboxes/${inboxId}/templates/fetch`)
}

it('goes as the template in every place of it, and proves who wrote; without one it is not sent', async () => {
  const phone = '+27821230777'
  const customer = await scene.customer('Thandi Mokoena', { phone })
  const written = await scene.says('telegram', '80777', 'change my plan please', 'Thandi')
  await scene.link(written.contactId, customer.id)
  const path = `/api/conversations/${written.conversationId}/verify`
  const send = () => trunkline.call(agent, 'POST', path, { customerId: customer.id, via: 'whatsapp' })

  await has(templateSamples)
  expect((await send()).status).toBe(502)
  expect(fake.ledger).toEqual([])

  await has([...templateSamples, codeTemplate])
  expect((await send()).status).toBe(200)
  expect(fake.ledger).toMatchObject([{ to: phone, text: '' }])
  const sent = fake.ledger[0]?.template
  const code = String(sent?.components?.[0]?.parameters?.[0]?.text)
  expect(code).toMatch(/^\d{6}$/)
  expect(sent).toEqual({
    name: 'your_code',
    language: { code: 'en' },
    components: [
      { type: 'body', parameters: [{ type: 'text', text: code }] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: code }] },
    ],
  })
  expect((await trunkline.call(agent, 'POST', `${path}/check`, { code })).status).toBe(200)
})

it('is nothing an agent can write by hand', async () => {
  const { body } = await trunkline.call<{ items: { name: string; sendable: boolean; why: string }[] }>(
    agent,
    'GET',
    `/api/inboxes/${inboxId}/templates`,
  )
  expect(body.items.find(one => one.name === 'your_code')).toMatchObject({
    sendable: false,
    why: 'Made for one-time codes: it cannot be written by hand.',
  })
})
