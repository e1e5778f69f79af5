/** Somebody proves to be a customer, by a code that goes to an address on record and nowhere else. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ContactScene, contactScene } from '../contact-scene.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const account = { accountSid: `AC${'7'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234599' }
let twilio: TwilioFake
let trunkline: Trunkline
let scene: ContactScene
let agent: Member
let screen: LiveClient
let next = 200

type Problem = { detail: string }
type Panel = {
  verifications: {
    customerId: string
    state: string
    sentTo: string | null
    until: string | null
    ways: unknown
  }[]
}

beforeAll(async () => {
  twilio = await startTwilioFake(account)
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await contactScene(trunkline)
  // The scene's own inboxes reach nobody: only this one sends.
  await scene.rows('UPDATE inboxes SET enabled = false WHERE channel = $1', ['sms'])
  const { hookUrl } = await trunkline.inbox('sms', { ...account, apiUrl: twilio.url })
  twilio.setHookUrl(hookUrl)
  agent = await trunkline.member({ name: 'Aisha' })
  screen = await connectLive(trunkline.url, agent.cookie)
})
afterAll(async () => {
  screen?.close()
  await trunkline?.close()
  await twilio?.stop()
})

/** Writes by Telegram and speaks for a customer with this phone on record. */
async function caller() {
  next += 1
  const phone = `+27821230${next}`
  const customer = await scene.customer('Thandi Mokoena', { phone, email: `thandi${next}@home.example` })
  const written = await scene.says('telegram', String(80_000 + next), 'change my plan please', 'Thandi')
  await scene.link(written.contactId, customer.id)
  return { ...written, customer, phone }
}
type Caller = Awaited<ReturnType<typeof caller>>

const send = ({ conversationId, customer }: Caller, via = 'sms', as = agent) =>
  trunkline.call<{ sentTo: string } & Problem>(as, 'POST', `/api/conversations/${conversationId}/verify`, {
    customerId: customer.id,
    via,
  })
const check = ({ conversationId }: Caller, code: string) =>
  trunkline.call<{ until: string } & Problem>(
    agent,
    'POST',
    `/api/conversations/${conversationId}/verify/check`,
    { code },
  )
const codeTo = (phone: string) =>
  twilio.ledger
    .filter(entry => entry.to === phone)
    .at(-1)
    ?.body.match(/\d{6}/)?.[0] ?? expect.fail(`no code went to ${phone}`)
const besidesIt = async ({ conversationId }: Caller) =>
  (await trunkline.call<Panel>(agent, 'GET', `/api/conversations/${conversationId}/panel`)).body
    .verifications[0]
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

it('the agent types the code the customer says, once', async () => {
  const thandi = await caller()
  expect(await besidesIt(thandi)).toMatchObject({
    state: 'none',
    ways: [{ via: 'sms', sentTo: `••••••${thandi.phone.slice(-3)}` }],
  })
  const sent = await send(thandi)
  expect(sent).toMatchObject({ status: 200, body: { sentTo: `••••••${thandi.phone.slice(-3)}` } })
  expect(await besidesIt(thandi)).toMatchObject({ state: 'waiting' })
  const code = codeTo(thandi.phone)
  expect((await check(thandi, otherThan(code))).body.detail).toContain('4 tries are left')
  const right = await check(thandi, code)
  expect(right.status).toBe(200)
  await screen.told(
    'event',
    event => event.type === 'customer.verified' && event.conversationId === thandi.conversationId,
  )
  expect(await besidesIt(thandi)).toMatchObject({ state: 'verified', until: right.body.until })
  expect((await check(thandi, code)).status).toBe(409)
  const kept = await scene.rows<{ row: string }>('SELECT verifications::text AS row FROM verifications')
  expect(kept.some(({ row }) => row.includes(code))).toBe(false)
})

it('writing the code back is enough, whatever stands around it in white space', async () => {
  const thandi = await caller()
  await send(thandi)
  const code = codeTo(thandi.phone)
  // From the phone on record, which is met as another address of the only contact this customer has.
  twilio.customerTexts({ from: thandi.phone, to: account.fromNumber, body: ` ${code} ` })
  const told = await screen.told(
    'event',
    event => event.type === 'customer.verified' && event.conversationId === thandi.conversationId,
  )
  expect(told).toMatchObject({ actor: null, data: { customer: { number: thandi.customer.number } } })
  expect(await besidesIt(thandi)).toMatchObject({ state: 'verified' })
})

it('five wrong tries end a code, whoever makes them, and a fourth code within the hour is refused', async () => {
  const thandi = await caller()
  await send(thandi)
  const code = codeTo(thandi.phone)
  for (let at = 0; at < 4; at++) expect((await check(thandi, otherThan(code))).status).toBe(422)
  expect((await check(thandi, otherThan(code))).body.detail).toContain('last try')
  expect((await check(thandi, code)).status).toBe(409)
  expect((await send(thandi)).status).toBe(200)
  expect((await send(thandi)).status).toBe(200)
  expect(await send(thandi)).toMatchObject({ status: 429 })
})

it('wrong tries made at once are all counted', async () => {
  const thandi = await caller()
  await send(thandi)
  const code = codeTo(thandi.phone)
  const answers = await Promise.all(Array.from({ length: 9 }, () => check(thandi, otherThan(code))))
  expect(answers.filter(answer => answer.status === 422)).toHaveLength(4)
  expect((await check(thandi, code)).status).toBe(409)
})

it('a code that is old or replaced counts for nothing', async () => {
  const thandi = await caller()
  await send(thandi)
  const first = codeTo(thandi.phone)
  await send(thandi)
  const second = codeTo(thandi.phone)
  if (first !== second) expect((await check(thandi, first)).status).toBe(422)
  await scene.rows(
    `UPDATE verifications SET code_expires_at = now() - interval '1 second' WHERE contact_id = $1`,
    [thandi.contactId],
  )
  expect((await check(thandi, second)).status).toBe(409)
})

it('a proof runs out, and says so', async () => {
  const thandi = await caller()
  await send(thandi)
  expect((await check(thandi, codeTo(thandi.phone))).status).toBe(200)
  await scene.rows(
    `UPDATE verifications SET expires_at = now() - interval '1 second' WHERE contact_id = $1`,
    [thandi.contactId],
  )
  expect(await besidesIt(thandi)).toMatchObject({ state: 'expired' })
})

it('goes only to what is on record, of a customer this contact speaks for, by an inbox that can send', async () => {
  const [thandi, pieter] = [await caller(), await caller()]
  expect((await send({ ...thandi, customer: pieter.customer })).status).toBe(404)
  expect((await send({ ...thandi, conversationId: pieter.customer.id })).status).toBe(404)
  await scene.rows('UPDATE customers SET phone = NULL WHERE id = $1', [pieter.customer.id])
  expect(await send(pieter)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('phone number') },
  })
  expect(await send(thandi, 'email')).toMatchObject({ status: 502 })
  expect(await send(thandi, 'pigeon')).toMatchObject({ status: 422 })
  const narrow = await trunkline.member({ inboxIds: [] })
  expect((await send(thandi, 'sms', narrow)).status).toBe(404)
  expect(twilio.ledger.filter(entry => entry.to === thandi.phone)).toEqual([])
})
