/** Whoever writes STOP is written to no more on that number: not now, not by what waited, until they write START. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { receiveMessages } from '../../hub/conversations/receive-messages.ts'
import { newId } from '../../platform/ids.ts'
import { startTwilioFake, type TwilioFake } from '../fakes/twilio.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { verifyLive } from '../verify-live.ts'

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }
type Message = { id: string; text: string; state: string; stateWords: string | null }
type Route = { inboxId: string; usable: boolean; why: string | null; reason: string | null }
type Open = {
  conversation: { contact: { id: string } }
  messages: { id: string; state: string }[]
  replyRoutes: Route[]
  timeline: { type: string; actor: unknown; data: Record<string, unknown> }[]
}

let twilio: TwilioFake
let trunkline: Trunkline
let agent: Member
let screen: LiveClient
let inboxId: string
let next = 400

beforeAll(async () => {
  twilio = await startTwilioFake(account)
  trunkline = await startTrunkline()
  const inbox = await trunkline.inbox('sms', { ...account, apiUrl: twilio.url })
  inboxId = inbox.id
  twilio.setHookUrl(inbox.hookUrl)
  agent = await trunkline.member({ name: 'Aisha' })
  screen = await connectLive(trunkline.url, agent.cookie)
})
afterAll(async () => {
  screen?.close()
  await trunkline?.close()
  await twilio?.stop()
})

const open = async (id: string) => (await trunkline.call<Open>(agent, 'GET', `/api/conversations/${id}`)).body
const identity = async (phone: string) =>
  (
    await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
      tx.query<{ id: string; opted_out_at: Date | null; opted_out_words: string | null }>(
        'SELECT id, opted_out_at, opted_out_words FROM identities WHERE value = $1',
        [phone],
      ),
    )
  ).rows[0] ?? expect.fail(`nobody has ${phone}`)

/** Resolves once it is in its conversation. */
async function texts(phone: string, body: string): Promise<string> {
  twilio.customerTexts({ from: phone, to: account.fromNumber, body })
  await twilio.idle()
  await trunkline.intake.settled()
  const { rows } = await trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    tx.query<{ id: string }>(
      `SELECT c.id FROM conversations c JOIN identities i ON i.contact_id = c.contact_id WHERE i.value = $1`,
      [phone],
    ),
  )
  return rows[0]?.id ?? expect.fail(`no conversation with ${phone}`)
}

async function reply(conversationId: string, text: string, more: Record<string, unknown> = {}) {
  const id = newId()
  const body = { id, text, inboxId, lastSeenSeq: 999, ...more }
  const path = `/api/conversations/${conversationId}/replies`
  const answer = await trunkline.call<{ detail: string }>(agent, 'POST', path, body)
  return { id, ...answer }
}
const state = (id: string, wanted: string) =>
  screen.told('event', event => {
    const message = event.message as Message | null
    return message?.id === id && message.state === wanted
  }) as unknown as Promise<{ message: Message }>
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const somebody = () => `+27821230${next++}`

it('STOP closes the number, whatever its case, and says so in the thread and where one would answer', async () => {
  const phone = somebody()
  const id = await texts(phone, 'hello')
  expect((await open(id)).replyRoutes).toMatchObject([
    { usable: true, reason: 'They wrote here last', why: null },
  ])
  await verifyLive({ trunkline, as: agent, id }, 'contact.changed', () => texts(phone, ' stop '))
  const after = await open(id)
  expect(after.replyRoutes).toMatchObject([
    { usable: false, reason: null, why: expect.stringMatching(/^They wrote STOP here on \S.*\.$/) },
  ])
  expect(after.timeline.at(-1)).toMatchObject({
    type: 'contact.changed',
    actor: null,
    data: { address: { kind: 'phone', value: phone }, change: 'opted-out', words: 'STOP' },
  })
  expect(await identity(phone)).toMatchObject({ opted_out_words: 'STOP', opted_out_at: expect.any(Date) })
  const refused = await reply(id, 'are you sure?')
  expect(refused).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('They wrote STOP here') },
  })
  expect(twilio.ledger.filter(sent => sent.to === phone)).toEqual([])
})

it('START opens it again, and what is no such word changes nothing', async () => {
  const phone = somebody()
  const id = await texts(phone, 'UNSUBSCRIBE')
  const { opted_out_at: since } = await identity(phone)
  await texts(phone, 'quit')
  expect(await identity(phone)).toMatchObject({ opted_out_at: since, opted_out_words: 'UNSUBSCRIBE' })
  for (const talk of ['yes please', 'start over', 'never mind']) await texts(phone, talk)
  expect((await open(id)).replyRoutes[0]?.usable).toBe(false)
  await verifyLive({ trunkline, as: agent, id }, 'contact.changed', () => texts(phone, 'Start'))
  expect(await identity(phone)).toMatchObject({ opted_out_at: null, opted_out_words: null })
  const { replyRoutes, timeline } = await open(id)
  expect(replyRoutes).toMatchObject([{ usable: true }])
  expect(timeline.at(-1)?.data).toMatchObject({ change: 'opted-in', words: 'START' })
  const told = timeline.length
  await texts(phone, 'yes')
  await texts(phone, 'stop it please')
  expect((await open(id)).timeline).toHaveLength(told)
})

it('of several wishes in one batch the last one counts', async () => {
  const phone = somebody()
  const id = await texts(phone, 'hi')
  const inbox = (await trunkline.app.inboxes.byId(trunkline.tenantId, inboxId)) ?? expect.fail('no inbox')
  const batch = (texts: string[]) =>
    texts.map(text => ({
      message: {
        type: 'message' as const,
        externalId: newId(),
        from: { kind: 'phone' as const, value: phone },
        text,
        sentAt: null,
        attachments: [],
        references: [],
        automatic: false,
        flags: [],
      },
      inbox,
      inboxEventId: newId(),
      receivedAt: new Date(),
    }))
  const receive = (texts: string[]) =>
    trunkline.app.db.withTenant(trunkline.tenantId, tx => receiveMessages(tx, batch(texts), new Date()))
  await receive(['STOP', 'wait', 'START'])
  expect((await open(id)).timeline).toEqual([])
  await receive(['START', 'no', 'STOP'])
  expect((await open(id)).timeline.map(line => line.data.words)).toEqual(['STOP'])
  expect(await identity(phone)).toMatchObject({ opted_out_words: 'STOP' })
})

it('an answer that waited does not go out when they wrote STOP meanwhile', async () => {
  const phone = somebody()
  const id = await texts(phone, 'when do you come?')
  const later = await reply(id, 'Tomorrow at nine.', { sendAfter: inAnHour() })
  expect(later.status).toBe(201)
  await texts(phone, 'STOP')
  expect((await trunkline.call(agent, 'POST', `/api/messages/${later.id}/send-now`)).status).toBe(204)
  const failed = await state(later.id, 'failed')
  expect(failed.message.stateWords).toMatch(/^They wrote STOP here on /)
  const resend = async () => (await trunkline.call(agent, 'POST', `/api/messages/${later.id}/resend`)).status
  expect(await resend()).toBe(204)
  // Tried, and refused again: only then can it be sent once more.
  const stands = async () => (await open(id)).messages.find(message => message.id === later.id)?.state
  await expect.poll(stands, { timeout: 10_000 }).toBe('failed')
  await texts(phone, 'START')
  expect(await resend()).toBe(204)
  await state(later.id, 'sent')
  expect(twilio.ledger.filter(sent => sent.to === phone).map(sent => sent.body)).toEqual([
    'Tomorrow at nine.',
  ])
})

it('a member can say it for them, and take it back; their own word stays theirs', async () => {
  const phone = somebody()
  const id = await texts(phone, 'do not text me at work')
  const { contact } = (await open(id)).conversation
  const path = `/api/contacts/${contact.id}/identities/${(await identity(phone)).id}`
  const say = (body: unknown, as = agent) => trunkline.call<Record<string, unknown>>(as, 'PATCH', path, body)
  await verifyLive({ trunkline, as: agent, id }, 'contact.changed', async () => {
    const answer = await say({ optedOut: true })
    expect(answer).toMatchObject({ status: 200, body: { optedOutWords: 'said by Aisha' } })
  })
  expect((await open(id)).replyRoutes[0]?.why).toMatch(
    /^They do not want to be written to here, said by Aisha/,
  )
  expect((await say({ optedOut: false })).body).toMatchObject({ optedOutAt: null, optedOutWords: null })
  await texts(phone, 'STOP')
  expect((await say({ optedOut: true })).body).toMatchObject({ optedOutWords: 'STOP' })
  for (const nonsense of [
    {},
    { optedOut: 'yes' },
    { optedOut: null },
    { validUntil: 'monday' },
    { words: 'x' },
    [],
  ]) {
    expect((await say(nonsense)).status, JSON.stringify(nonsense)).toBe(422)
  }
  const stranger = await trunkline.member({ inboxIds: [] })
  expect((await say({ optedOut: false }, stranger)).status).toBe(404)
  const elsewhere = await trunkline.member({ tenantId: await trunkline.otherTenant() })
  expect((await say({ optedOut: false }, elsewhere)).status).toBe(404)
  expect(await identity(phone)).toMatchObject({ opted_out_words: 'STOP' })
})
