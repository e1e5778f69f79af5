import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRadiusClient, type RadiusClient } from '../../backoffice/radius/index.ts'
import { newId } from '../../platform/ids.ts'
import { addCustomerWithLine } from '../customer-with-line.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

const sid = `AC${'1'.repeat(32)}`
const secret = 'router secret'
let trunkline: Trunkline
let agent: Member
let screen: LiveClient
let twilio: TwilioFake
let router: RadiusClient
let conversationId: string

beforeAll(async () => {
  twilio = await startTwilioFake({ accountSid: sid, authToken: 'auth' })
  trunkline = await startTrunkline()
  await addCustomerWithLine(trunkline, secret)
  const inbox = await trunkline.inbox('sms', {
    accountSid: sid,
    authToken: 'auth',
    fromNumber: '+27871234500',
    apiUrl: twilio.url,
  })
  twilio.setHookUrl(inbox.hookUrl)
  agent = await trunkline.member()
  screen = await connectLive(trunkline.url, agent.cookie)
  twilio.customerTexts({ from: '+27821230001', to: '+27871234500', body: 'line?' })
  conversationId = String((await screen.told('event')).conversationId)
  router = createRadiusClient({ timeoutMs: 2_000, retransmits: 1 })
})
afterAll(async () => {
  router.close()
  screen.close()
  await trunkline.close()
  await twilio.stop()
})

const auth = (using = secret) => ({ host: '127.0.0.1', port: trunkline.radius?.authPort ?? 0, secret: using })
const acct = () => ({ host: '127.0.0.1', port: trunkline.radius?.acctPort ?? 0, secret })
type Panel = {
  customers: {
    services: {
      lines: { online: boolean; ip: string; nas: string; attempts: { accepted: boolean; words: string }[] }[]
    }[]
  }[]
}
const lineNow = async () =>
  (await trunkline.call<Panel>(agent, 'GET', `/api/conversations/${conversationId}/panel`)).body.customers[0]
    ?.services[0]?.lines[0]

it('turns the badge of the open panel as accounting starts and stops', async () => {
  expect((await lineNow())?.online).toBe(false)
  expect(await screen.emit('panel.open', { conversationId })).toEqual({ ok: true })
  const session = {
    userName: 'thandi@isp',
    sessionId: 'a1',
    framedIpAddress: '100.64.0.7',
    nasPortId: 'pppoe-112',
  }
  expect((await router.accounting(acct(), { ...session, status: 'start' }))?.code).toBe(5)
  const up = await screen.told('line', event => (event.line as { online: boolean }).online)
  expect(up.line).toMatchObject({
    login: 'thandi@isp',
    online: true,
    ip: '100.64.0.7',
    nas: 'Tower 3',
    nasPort: 'pppoe-112',
  })
  await router.accounting(acct(), {
    ...session,
    status: 'stop',
    sessionTimeS: 60,
    terminateCause: 'Lost-Carrier',
  })
  const down = await screen.told('line', event => !(event.line as { online: boolean }).online)
  expect(down.line).toMatchObject({ online: false, lastStopCause: 'Lost-Carrier' })
  expect(await lineNow()).toMatchObject({ online: false })
})

it('accepts the right password by PAP and CHAP, rejects the wrong one in words, and is silent to a wrong secret', async () => {
  expect((await router.access(auth(), { userName: 'thandi@isp', password: 'pw' }))?.code).toBe(2)
  expect((await router.access(auth(), { userName: 'thandi@isp', chap: 'pw' }))?.code).toBe(2)
  expect((await router.access(auth(), { userName: 'thandi@isp', password: 'no' }))?.code).toBe(3)
  const impatient = createRadiusClient({ timeoutMs: 300, retransmits: 0 })
  expect(await impatient.access(auth('wrong'), { userName: 'thandi@isp', password: 'pw' })).toBeNull()
  impatient.close()
})

it('streams the line only to panels that are open', async () => {
  await screen.emit('panel.close', { conversationId })
  const colleague = await connectLive(trunkline.url, agent.cookie)
  await colleague.emit('panel.open', { conversationId })
  const before = screen.events.filter(event => event.name === 'line').length
  await router.accounting(acct(), { userName: 'thandi@isp', sessionId: 'a2', status: 'start' })
  // The router has its answer before anyone is told; an open panel knows when they were.
  await colleague.told('line')
  colleague.close()
  expect(await screen.emit('panel.open', { conversationId })).toEqual({ ok: true })
  expect(screen.events.filter(event => event.name === 'line').length).toBe(before)
  expect((await lineNow())?.online).toBe(true)
})

it('streams the lines of every panel that is open, also when another was opened after it', async () => {
  const other = newId()
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    const contactId = newId()
    await tx.query(`INSERT INTO contacts (id, name) VALUES ($1, 'Somebody else')`, [contactId])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel)
       SELECT $1, $2, 'chat', inbox_ids, now(), 'sms' FROM conversations WHERE id = $3`,
      [other, contactId, conversationId],
    )
  })
  const colleague = await connectLive(trunkline.url, agent.cookie)
  expect(await colleague.emit('panel.open', { conversationId })).toEqual({ ok: true })
  expect(await colleague.emit('panel.open', { conversationId: other })).toEqual({ ok: true })
  expect(await colleague.emit('panel.open', { conversationId: newId() })).toEqual({ ok: false })
  await colleague.emit('panel.close', { conversationId: other })
  await router.accounting(acct(), {
    userName: 'thandi@isp',
    sessionId: 'a2',
    status: 'stop',
    sessionTimeS: 5,
  })
  expect(await colleague.told('line')).toMatchObject({ line: { online: false } })
  colleague.close()
})
