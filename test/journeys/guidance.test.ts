/** First steps are read from what happened, and only those are shown that a person may take. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWhatsappFake, type WhatsappFake } from '../fakes/whatsapp.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

type Guidance = {
  steps: { step: string; isDone: boolean }[]
  writeTo: { title: string; account: string }[]
  latestMessage: { contactName: string; text: string; conversationId: string } | null
}
const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }

let trunkline: Trunkline
let fake: WhatsappFake
let owner: Member

beforeAll(async () => {
  trunkline = await startTrunkline()
  fake = await startWhatsappFake(meta)
  owner = await trunkline.member({ role: 'owner' })
})
afterAll(async () => {
  await fake?.stop()
  await trunkline?.close()
})

const guidance = async (as: Member): Promise<Guidance> => {
  const { status, body } = await trunkline.call<Guidance>(as, 'get', '/api/guidance')
  expect(status).toBe(200)
  return body
}
const done = async (as: Member) =>
  (await guidance(as)).steps.filter(({ isDone }) => isDone).map(({ step }) => step)

it('a new provider has nothing done, and each step is done by doing it', async () => {
  expect(await done(owner)).toEqual([])
  fake.setHookUrl((await trunkline.inbox('whatsapp', { ...meta, apiUrl: fake.url })).hookUrl)
  expect(await done(owner)).toEqual(['connect-inbox'])
  const { writeTo, latestMessage } = await guidance(owner)
  expect([writeTo, latestMessage]).toMatchObject([[{ title: 'WhatsApp', account: '1061234567' }], null])
  fake.customerSays({ phone: '+27821230001', name: 'Sipho', text: 'Is this on?' })
  await expect.poll(() => done(owner), { timeout: 10_000 }).toEqual(['connect-inbox', 'first-message'])
  const latest = (await guidance(owner)).latestMessage
  expect(latest).toMatchObject({ contactName: 'Sipho', text: 'Is this on?' })
  const agent = await trunkline.member()
  expect(await done(owner)).toContain('invite-colleague')
  expect((await guidance(agent)).steps.map(({ step }) => step)).toEqual([
    'first-message',
    'first-answer',
    'second-factor',
  ])
})

it('who sees no inbox is shown neither its address nor its messages', async () => {
  const stranger = await trunkline.member({ inboxIds: [] })
  expect(await guidance(stranger)).toMatchObject({ writeTo: [], latestMessage: null })
  const field = await trunkline.member({ role: 'field' })
  expect((await guidance(field)).steps.map(({ step }) => step)).toEqual(['second-factor'])
})
