/** One person who was met twice is made one, and taken apart again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ContactScene, contactScene } from '../contact-scene.ts'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let scene: ContactScene
let agent: Member
let next = 100

type Merged = { id: string; contactId: string; detail: string }
type Contact = { id: string; name: string; identities: { value: string }[]; merges: { id: string }[] }
type Open = {
  conversation: { status: string; contact: { id: string; name: string }; waitingSince: string | null }
  timeline: { type: string; data: Record<string, unknown> }[]
}

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await contactScene(trunkline)
  agent = await trunkline.member({ name: 'Aisha' })
})
afterAll(() => trunkline?.close())

const call = <T = Merged>(method: string, path: string, body?: unknown, as = agent) =>
  trunkline.call<T>(as, method, path, body)
const merge = (id: string, otherId: string, more: Record<string, unknown> = {}, as = agent) =>
  call('POST', `/api/contacts/${id}/merge`, { otherId, ...more }, as)
const undo = (id: string) => call('POST', `/api/contact-merges/${id}/undo`)
const open = async (id: string) => (await call<Open>('GET', `/api/conversations/${id}`)).body

/** Thandi by SMS and the same Thandi by Telegram, each with an open chat. */
async function metTwice(name = 'Thandi Mokoena') {
  next += 1
  const phone = `+27821230${next}`
  const chat = String(70_000 + next)
  const one = await scene.says('phone', phone, 'my line is down', name)
  const other = await scene.says('telegram', chat, 'still down', name)
  return { one, other, phone, chat }
}

describe('a merge', () => {
  it('moves addresses and chats, keeps one open chat, and screens hear of it', async () => {
    const { one, other, chat } = await metTwice()
    const waited = (await open(one.conversationId)).conversation.waitingSince
    const screen = await connectLive(trunkline.url, agent.cookie)
    const done = await merge(one.contactId, other.contactId)
    expect(done).toMatchObject({ status: 200, body: { contactId: one.contactId } })
    const told = await screen.told('event', event => event.type === 'contact.merged')
    screen.close()
    expect(told.conversation).toMatchObject({ contact: { id: one.contactId } })
    // Telegram was later, so it goes on, and knows that somebody has waited since the first message.
    const [closed, goesOn] = [await open(one.conversationId), await open(other.conversationId)]
    expect(closed.conversation.status).toBe('resolved')
    expect(closed.timeline.at(-1)).toMatchObject({
      type: 'contact.merged',
      data: { goesOnIn: other.conversationId },
    })
    expect(goesOn.conversation).toMatchObject({
      status: 'open',
      contact: { id: one.contactId },
      waitingSince: waited,
    })
    expect(await scene.says('telegram', chat, 'hello?')).toEqual({ ...other, contactId: one.contactId })
    const followed = await call<Contact>('GET', `/api/contacts/${other.contactId}`)
    expect(followed.body).toMatchObject({ id: one.contactId, merges: [{ id: done.body.id }] })
    expect(followed.body.identities).toHaveLength(2)
  })

  it('is refused for one that is gone, for oneself, and for what one cannot see', async () => {
    const { one, other } = await metTwice()
    const narrow = await trunkline.member({ inboxIds: [scene.inboxes.phone] })
    expect((await merge(one.contactId, other.contactId, {}, narrow)).status).toBe(404)
    expect((await merge(one.contactId, one.contactId)).status).toBe(422)
    expect((await merge(one.contactId, other.contactId)).status).toBe(200)
    expect((await merge(one.contactId, other.contactId)).status).toBe(409)
    expect((await merge(one.contactId, other.contactId, {}, narrow)).status).toBe(409)
  })

  it('of people who speak for different customers needs a reason, and a proof', async () => {
    const { one, other } = await metTwice()
    const [a, b] = [await scene.customer('Thandi Mokoena'), await scene.customer('Thandi Mokoena')]
    await scene.link(one.contactId, a.id)
    await scene.link(other.contactId, b.id)
    const refused = await merge(one.contactId, other.contactId)
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining(a.number) } })
    expect((await merge(one.contactId, other.contactId, { force: true })).status).toBe(422)
    const force = { force: true, reason: 'mother and daughter share the phone' }
    expect((await merge(one.contactId, other.contactId, force)).status).toBe(403)
    await scene.rows(
      `INSERT INTO verifications (id, contact_id, customer_id, method, verified_at, expires_at)
       VALUES ($1, $2, $3, 'code', now(), now() + interval '30 minutes')`,
      [one.conversationId, one.contactId, a.id],
    )
    expect((await merge(one.contactId, other.contactId, force)).status).toBe(200)
    const trail = await scene.rows<{ reason: string }>(
      `SELECT reason FROM audit WHERE action = 'contacts.merge' ORDER BY seq DESC LIMIT 1`,
    )
    expect(trail).toEqual([{ reason: force.reason }])
  })

  it('wanted by several at once, from both sides, happens once', async () => {
    const { one, other } = await metTwice()
    const answers = await Promise.all([
      merge(one.contactId, other.contactId),
      merge(other.contactId, one.contactId),
      merge(one.contactId, other.contactId),
      merge(other.contactId, one.contactId),
    ])
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 409, 409, 409])
    const merges = await scene.rows('SELECT 1 FROM contact_merges WHERE from_contact_id = ANY($1)', [
      [one.contactId, other.contactId],
    ])
    expect(merges).toHaveLength(1)
  })

  it('never loses a message that arrives at the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const { one, other, chat, phone } = await metTwice()
      const [done, ...written] = await Promise.all([
        merge(one.contactId, other.contactId),
        scene.says('telegram', chat, 'are you there?'),
        scene.says('phone', phone, 'anybody?'),
      ])
      expect(done.status).toBe(200)
      const left = await scene.rows('SELECT 1 FROM conversations WHERE contact_id = $1', [other.contactId])
      expect(left).toEqual([])
      const chats = await scene.rows<{ id: string }>(
        `SELECT id FROM conversations WHERE contact_id = $1 AND status = 'open'`,
        [one.contactId],
      )
      expect(chats).toHaveLength(1)
      expect([one.conversationId, other.conversationId]).toContain(chats[0]?.id)
      expect(written).toHaveLength(2)
    }
  })
})

describe('taking it back', () => {
  it('gives both their chats again, and only once', async () => {
    const { one, other, chat } = await metTwice()
    const done = await merge(one.contactId, other.contactId)
    await scene.says('telegram', chat, 'one more thing')
    expect((await undo(done.body.id)).body.contactId).toBe(other.contactId)
    const [a, b] = [await open(one.conversationId), await open(other.conversationId)]
    expect([a.conversation.status, b.conversation.status]).toEqual(['open', 'open'])
    expect([a.conversation.contact.id, b.conversation.contact.id]).toEqual([one.contactId, other.contactId])
    expect(b.timeline.at(-1)?.type).toBe('contact.unmerged')
    expect(await undo(done.body.id)).toMatchObject({ status: 409 })
  })

  it('waits until what was merged since is taken back first', async () => {
    const [first, second] = [await metTwice(), await metTwice()]
    const inner = await merge(first.one.contactId, first.other.contactId)
    const outer = await merge(second.one.contactId, first.one.contactId)
    const refused = await undo(inner.body.id)
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('since') } })
    const today = await call<Contact>('GET', `/api/contacts/${first.other.contactId}`)
    expect(today.body.id).toBe(second.one.contactId)
    expect((await undo(outer.body.id)).status).toBe(200)
    expect((await undo(inner.body.id)).status).toBe(200)
  })
})

describe('one address', () => {
  const move = (contactId: string, identityId: string, toContactId: string | null) =>
    call('POST', `/api/contacts/${contactId}/identities/${identityId}/move`, { toContactId })
  const identityOf = async (value: string) =>
    (
      await scene.rows<{ id: string; contact_id: string; evidence: string }>(
        'SELECT id, contact_id, evidence FROM identities WHERE value = $1',
        [value],
      )
    )[0] ?? expect.fail('no such identity')

  it('moves to a contact of its own with its chat, and comes back', async () => {
    const { one, other, chat } = await metTwice()
    await merge(one.contactId, other.contactId)
    const identity = await identityOf(chat)
    const moved = await move(one.contactId, identity.id, null)
    expect(moved.status).toBe(200)
    expect(await identityOf(chat)).toMatchObject({
      contact_id: moved.body.contactId,
      evidence: 'moved by Aisha',
    })
    expect((await open(other.conversationId)).conversation.contact.id).toBe(moved.body.contactId)
    expect(await scene.says('telegram', chat, 'me again')).toEqual({
      conversationId: other.conversationId,
      contactId: moved.body.contactId,
    })
    expect((await undo(moved.body.id)).status).toBe(200)
    expect(await identityOf(chat)).toMatchObject({ contact_id: one.contactId, evidence: identity.evidence })
    const followed = await call<Contact>('GET', `/api/contacts/${moved.body.contactId}`)
    expect(followed.body.id).toBe(one.contactId)
  })

  it('that is the only one stays, and so does one that is not theirs', async () => {
    const { one, other, chat, phone } = await metTwice()
    expect((await move(one.contactId, (await identityOf(phone)).id, null)).status).toBe(409)
    expect((await move(one.contactId, (await identityOf(chat)).id, null)).status).toBe(404)
    expect((await move(one.contactId, (await identityOf(phone)).id, other.contactId)).status).toBe(409)
  })
})

describe('suggestions', () => {
  type Suggestions = {
    contacts: { contact: { id: string }; score: number; reasons: string[]; warning: string | null }[]
    customers: { customer: { id: string }; score: number; reasons: string[] }[]
  }
  const suggested = async (id: string, as = agent) =>
    (await call<Suggestions>('GET', `/api/contacts/${id}/suggestions`, undefined, as)).body

  it('name the reasons, and apply nothing', async () => {
    const { one, other } = await metTwice('Lerato Nkosi')
    const customer = await scene.customer('Lerato Nkosi')
    await scene.link(one.contactId, customer.id)
    await scene.says('telegram', String(70_000 + next), `my number is ${customer.number.toLowerCase()}.`)
    const found = await suggested(other.contactId)
    expect(found.customers).toEqual([
      {
        customer: { id: customer.id, number: customer.number, name: 'Lerato Nkosi' },
        score: 70,
        reasons: ['customer number named in a message'],
      },
    ])
    expect(found.contacts).toMatchObject([{ contact: { id: one.contactId }, score: 65, warning: null }])
    expect(found.contacts[0]?.reasons).toContain('same name')
    expect(
      await scene.rows('SELECT 1 FROM contact_customers WHERE contact_id = $1', [other.contactId]),
    ).toEqual([])
    const narrow = await trunkline.member({ inboxIds: [scene.inboxes.telegram] })
    expect((await suggested(other.contactId, narrow)).contacts).toEqual([])
  })

  it('warn of people who speak for different customers', async () => {
    const { one, other } = await metTwice('Sipho Dlamini')
    const [a, b] = [await scene.customer('Sipho Dlamini'), await scene.customer('Sipho Dlamini')]
    await scene.link(one.contactId, a.id)
    const before = (await suggested(other.contactId)).contacts[0]
    await scene.link(other.contactId, b.id)
    const after = (await suggested(other.contactId)).contacts[0]
    expect(before).toMatchObject({ score: 30, warning: null })
    expect(after).toMatchObject({ score: 15, warning: expect.stringContaining('different customers') })
  })
})
