/** A person's addresses: added with what says that they are theirs, given up when they are not, and met anew. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliver } from '../../hub/delivery/deliver.ts'
import { newId } from '../../platform/ids.ts'
import { type ContactScene, contactScene } from '../contact-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { verifyLive } from '../verify-live.ts'

type Identity = { id: string; kind: string; value: string; evidence: string; validUntil: string | null }
type Problem = { detail: string; contact?: { id: string; name: string } }
type Route = { channel: string; to: string; usable: boolean; why: string | null; reason: string | null }
type Open = {
  conversation: { contact: { id: string; name: string } }
  replyRoutes: Route[]
  timeline: { type: string; data: Record<string, unknown> }[]
}
type Contact = {
  id: string
  identities: Identity[]
  customers: { id: string }[]
  merges: { id: string; kind: string }[]
}

const mailbox = {
  address: 'support@isp.example',
  name: 'ISP',
  imapHost: '127.0.0.1',
  imapUser: 'support@isp.example',
  imapPassword: 'pw',
  smtpHost: '127.0.0.1',
}
let trunkline: Trunkline
let scene: ContactScene
let agent: Member
let next = 500

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  const installation = new pg.Client({ connectionString: trunkline.ownerUrl })
  await installation.connect()
  await installation.query(`UPDATE tenants SET locale = 'en-ZA' WHERE tenant_id = $1`, [trunkline.tenantId])
  await installation.end()
  scene = await contactScene(trunkline)
  await trunkline.inbox('email', mailbox)
  agent = await trunkline.member({ name: 'Thandi' })
})
afterAll(() => trunkline?.close())

const call = <T = Identity & Problem>(method: string, path: string, body?: unknown, as = agent) =>
  trunkline.call<T>(as, method, path, body)
const add = (contactId: string, kind: unknown, value: unknown, as = agent) =>
  call('POST', `/api/contacts/${contactId}/identities`, { kind, value }, as)
const change = (contactId: string, identityId: string, body: unknown, as = agent) =>
  call('PATCH', `/api/contacts/${contactId}/identities/${identityId}`, body, as)
const open = async (id: string) => (await call<Open>('GET', `/api/conversations/${id}`)).body
const contact = async (id: string) => (await call<Contact>('GET', `/api/contacts/${id}`)).body
const somebody = async (name = 'Sipho') => {
  next += 1
  const phone = `+27821230${next}`
  return { phone, mail: `sipho${next}@home.example`, ...(await scene.says('phone', phone, 'hello', name)) }
}
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString()

describe('adding one', () => {
  it('takes a phone number in any spelling, an email in any case, and opens ways to answer', async () => {
    const { contactId, conversationId, mail } = await somebody()
    const phone = await add(contactId, 'phone', `082 765 ${4000 + next}`)
    expect(phone).toMatchObject({
      status: 200,
      body: { kind: 'phone', value: `+2782765${4000 + next}`, evidence: 'added by Thandi' },
    })
    await verifyLive({ trunkline, as: agent, id: conversationId }, 'contact.changed', async () => {
      const answer = await add(contactId, 'email', ` ${mail.toUpperCase()} `)
      expect(answer.body).toMatchObject({ value: mail, evidence: 'added by Thandi' })
    })
    const { replyRoutes, timeline } = await open(conversationId)
    expect(replyRoutes.map(({ channel, reason }) => `${channel}: ${reason}`)).toEqual([
      'sms: They wrote here last',
      'sms: Added by Thandi',
      'email: Added by Thandi',
    ])
    expect(timeline.at(-1)).toMatchObject({
      data: { change: 'added', address: { kind: 'email', value: mail } },
    })
    const again = await add(contactId, 'email', mail)
    expect(again).toMatchObject({ status: 200, body: { value: mail } })
    expect((await open(conversationId)).timeline).toHaveLength(timeline.length)
  })

  it('knows what is on record for a customer they speak for', async () => {
    const { contactId, conversationId, mail } = await somebody()
    const customer = await scene.customer('Sipho Dlamini', { email: mail })
    await scene.link(contactId, customer.id)
    expect((await add(contactId, 'email', mail)).body.evidence).toBe(`on record for ${customer.number}`)
    const way = (await open(conversationId)).replyRoutes.find(route => route.channel === 'email')
    expect(way).toMatchObject({ usable: true, to: mail, reason: `Email on record for ${customer.number}` })
  })

  it('takes a login, which says for whom they speak', async () => {
    const { contactId, conversationId } = await somebody()
    const customer = await scene.customer('Sipho Dlamini')
    const login = `sipho${next}@isp`
    await scene.login(customer.id, login)
    expect(await add(contactId, 'login', login)).toMatchObject({
      status: 200,
      body: { kind: 'login', value: login },
    })
    const links = await scene.rows(
      'SELECT customer_id, evidence FROM contact_customers WHERE contact_id = $1',
      [contactId],
    )
    expect(links).toEqual([{ customer_id: customer.id, evidence: `login ${login}` }])
    expect((await open(conversationId)).timeline.map(line => line.type)).toEqual([
      'contact.changed',
      'contact.linked',
    ])
    expect((await open(conversationId)).replyRoutes.map(route => route.channel)).toEqual(['sms'])
  })

  it('refuses what is none, in words, and adds nothing', async () => {
    const { contactId } = await somebody()
    for (const [kind, value] of [
      ['phone', '12'],
      ['phone', 'call me'],
      ['phone', '\u0000\u0000\u0000'],
      ['email', 'sipho'],
      ['email', 'a@b@c.example'],
      ['email', `${'x'.repeat(250)}@home.example`],
      ['email', 'si\u0000pho@home.example'],
      ['login', 'nobody@isp'],
      ['login', "' OR 1=1 --"],
      ['login', 'no\u0000body'],
      ['telegram', '123'],
      ['email', ''],
      ['email', 7],
      ['phone', null],
      ['phone', ['+27821230001']],
    ]) {
      const { status, body } = await add(contactId, kind, value)
      expect(status, `${kind} ${value}`).toBe(422)
      expect(body.detail.length).toBeGreaterThan(5)
    }
    for (const body of [
      {},
      [],
      { kind: 'email' },
      { kind: 'email', value: 'a@b.example', evidence: 'mine' },
    ]) {
      expect((await call('POST', `/api/contacts/${contactId}/identities`, body)).status).toBe(422)
    }
    expect((await contact(contactId)).identities).toHaveLength(1)
  })

  it('of somebody else is refused with whom, as far as one sees them', async () => {
    const [one, other] = [await somebody('Sipho'), await somebody('Lerato')]
    const refused = await add(one.contactId, 'phone', other.phone)
    expect(refused).toMatchObject({ status: 409, body: { contact: { id: other.contactId, name: 'Lerato' } } })
    const chat = String(90_000 + next)
    const unseen = await scene.says('telegram', chat, 'hi', 'Unseen')
    await scene.rows(
      `INSERT INTO identities (id, contact_id, kind, value) VALUES (gen_random_uuid(), $1, 'email', $2)`,
      [unseen.contactId, one.mail],
    )
    const narrow = await trunkline.member({ inboxIds: [scene.inboxes.phone] })
    const blind = await add(one.contactId, 'email', one.mail, narrow)
    expect(blind.status).toBe(409)
    expect(JSON.stringify(blind.body)).not.toContain(unseen.contactId)
    expect(JSON.stringify(blind.body)).not.toContain('Unseen')
  })

  it('is for who sees the contact; a stranger learns nothing', async () => {
    const { contactId, mail, phone } = await somebody()
    const narrow = await trunkline.member({ inboxIds: [scene.inboxes.telegram] })
    const [theirs, never] = [
      await add(contactId, 'email', mail, narrow),
      await add(newId(), 'email', mail, narrow),
    ]
    expect([theirs.status, never.status]).toEqual([404, 404])
    expect(theirs.body.detail).toBe(never.body.detail)
    const elsewhere = await trunkline.member({ tenantId: await trunkline.otherTenant() })
    expect((await add(contactId, 'phone', phone, elsewhere)).status).toBe(404)
    const reader = await trunkline.member({ role: 'field' })
    expect((await add(contactId, 'email', mail, reader)).status).toBe(403)
  })

  it('wanted by several at once is added once', async () => {
    for (let round = 0; round < 6; round++) {
      const [one, other] = [await somebody(), await somebody()]
      const value = `shared${next}@home.example`
      const answers = await Promise.all([
        add(one.contactId, 'email', value),
        add(other.contactId, 'email', value),
        add(one.contactId, 'email', value),
        add(other.contactId, 'email', value),
      ])
      const rows = await scene.rows('SELECT 1 FROM identities WHERE value = $1', [value])
      expect(rows).toHaveLength(1)
      expect(answers.map(answer => answer.status).sort()).toEqual([200, 200, 409, 409])
    }
  })
})

describe('a number that is given to others', () => {
  const giveUp = async (contactId: string, since = yesterday()) => {
    const [identity] = (await contact(contactId)).identities
    const answer = await change(contactId, identity?.id ?? '', { validUntil: since })
    expect(answer).toMatchObject({ status: 200, body: { validUntil: since } })
    return answer.body
  }

  it('is no way to reach them any more, until one says that it is theirs after all', async () => {
    const { contactId, conversationId } = await somebody()
    const identity = await giveUp(contactId)
    expect((await open(conversationId)).replyRoutes).toMatchObject([
      { usable: false, why: expect.stringMatching(/^Not theirs since \S.*\.$/) },
    ])
    await verifyLive({ trunkline, as: agent, id: conversationId }, 'contact.changed', () =>
      change(contactId, identity.id, { validUntil: null }),
    )
    expect((await open(conversationId)).replyRoutes).toMatchObject([{ usable: true }])
    expect((await change(contactId, identity.id, { validUntil: '2099-01-01T00:00:00Z' })).status).toBe(422)
  })

  it('brings a new person when it writes again; what was said before stays with the old one', async () => {
    const old = await somebody('Thandi Mokoena')
    const customer = await scene.customer('Thandi Mokoena', { phone: old.phone })
    await scene.link(old.contactId, customer.id)
    const identity = await giveUp(old.contactId)
    await change(old.contactId, identity.id, { optedOut: true })
    const fresh = await scene.says('phone', old.phone, 'who is this?', 'Bongani')
    expect(fresh.contactId).not.toBe(old.contactId)
    expect(fresh.conversationId).not.toBe(old.conversationId)
    const [before, after] = [await open(old.conversationId), await open(fresh.conversationId)]
    expect(before.conversation.contact.id).toBe(old.contactId)
    expect(before.replyRoutes).toEqual([])
    expect(after.conversation.contact.name).toBe('Bongani')
    expect(after.replyRoutes).toMatchObject([{ usable: true, to: old.phone }])
    expect(after.timeline).toMatchObject([
      {
        type: 'contact.merged',
        data: { kind: 'move', from: { name: 'Thandi Mokoena' }, into: { name: 'Bongani' } },
      },
    ])
    // The customer's record still has the number: it says nothing of the new person.
    const now = await contact(fresh.contactId)
    expect(now).toMatchObject({ customers: [], merges: [{ kind: 'move' }] })
    expect(await scene.says('phone', old.phone, 'hello?')).toEqual(fresh)
  })

  it('is theirs again exactly as it was when that is taken back, and stays quiet for who asked since', async () => {
    const old = await somebody()
    const identity = await giveUp(old.contactId)
    await change(old.contactId, identity.id, { optedOut: true })
    const row = () => scene.rows('SELECT * FROM identities WHERE id = $1', [identity.id])
    const before = await row()
    const fresh = await scene.says('phone', old.phone, 'who is this?', 'Bongani')
    const [moved] = (await contact(fresh.contactId)).merges
    expect((await call('POST', `/api/contact-merges/${moved?.id}/undo`)).status).toBe(200)
    expect(await row()).toEqual(before)
    await change(old.contactId, identity.id, { optedOut: false })
    const next = await scene.says('phone', old.phone, 'STOP')
    const [again] = (await contact(next.contactId)).merges
    expect((await call('POST', `/api/contact-merges/${again?.id}/undo`)).status).toBe(200)
    expect(await row()).toMatchObject([
      { contact_id: old.contactId, opted_out_words: 'STOP', opted_out_at: expect.any(Date) },
    ])
  })

  it('belongs to the one contact of another customer who has it on record', async () => {
    const [old, other] = [await somebody(), await somebody('Lerato')]
    const customer = await scene.customer('Lerato Nkosi', { phone: old.phone })
    await scene.link(other.contactId, customer.id)
    await giveUp(old.contactId)
    expect((await scene.says('phone', old.phone, 'my new number')).contactId).toBe(other.contactId)
  })

  it('can be added to somebody else at once, and nobody is asked twice', async () => {
    const [old, other] = [await somebody(), await somebody('Lerato')]
    await giveUp(old.contactId)
    const added = await add(other.contactId, 'phone', old.phone)
    expect(added).toMatchObject({ status: 200, body: { validUntil: null, evidence: 'added by Thandi' } })
    expect((await scene.says('phone', old.phone, 'it is me')).contactId).toBe(other.contactId)
    expect((await contact(other.contactId)).merges).toHaveLength(1)
  })

  it('written from many times at once makes one new person', async () => {
    for (let round = 0; round < 6; round++) {
      const old = await somebody()
      await giveUp(old.contactId)
      const written = await Promise.all([1, 2, 3, 4].map(at => scene.says('phone', old.phone, `me ${at}`)))
      expect(new Set(written.map(each => `${each.contactId} ${each.conversationId}`)).size).toBe(1)
      const left = await scene.rows(
        `SELECT 1 FROM contacts WHERE name = $1 AND id <> $2
           AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.contact_id = contacts.id)`,
        [old.phone, old.contactId],
      )
      expect(left).toEqual([])
    }
  })

  it('does not bring what was written for the old one to the new one', async () => {
    const old = await somebody()
    const [inbox] = await scene.rows<{ id: string }>(`SELECT id FROM inboxes WHERE channel = 'sms'`)
    const sent = newId()
    const body = {
      id: sent,
      text: 'Your password is hunter2',
      inboxId: inbox?.id,
      lastSeenSeq: 99,
      sendAfter: new Date(Date.now() + 3_600_000).toISOString(),
    }
    expect((await call('POST', `/api/conversations/${old.conversationId}/replies`, body)).status).toBe(201)
    await giveUp(old.contactId)
    await scene.says('phone', old.phone, 'who is this?', 'Bongani')
    await call('POST', `/api/messages/${sent}/send-now`)
    await deliver(trunkline.app, trunkline.tenantId, old.conversationId)
    expect(await scene.rows('SELECT state, state_words FROM messages WHERE id = $1', [sent])).toEqual([
      { state: 'failed', state_words: 'This address belongs to somebody else by now.' },
    ])
  })
})

it('one of several addresses of an inbox is written to when it is named', async () => {
  const { contactId, conversationId, mail } = await somebody()
  const other = await somebody()
  await add(contactId, 'email', mail)
  const second = await add(contactId, 'email', `second${next}@home.example`)
  const [inbox] = await scene.rows<{ id: string }>(`SELECT id FROM inboxes WHERE channel = 'email'`)
  const reply = async (identityId: string | undefined) => {
    const id = newId()
    const { status } = await call('POST', `/api/conversations/${conversationId}/replies`, {
      ...{ id, text: 'hello', inboxId: inbox?.id, lastSeenSeq: 99 },
      ...(identityId ? { identityId } : {}),
    })
    const [row] = await scene.rows<{ identity_id: string }>(
      'SELECT identity_id FROM messages WHERE id = $1',
      [id],
    )
    return { status, to: row?.identity_id }
  }
  expect(await reply(second.body.id)).toEqual({ status: 201, to: second.body.id })
  expect((await reply(undefined)).status).toBe(201)
  const [theirs] = (await contact(other.contactId)).identities
  expect(await reply(theirs?.id)).toEqual({ status: 422, to: undefined })
  expect((await reply('nonsense')).status).toBe(422)
})

it('is shortened for those who may not see phone numbers and email addresses, also in what refuses them', async () => {
  const owner = await trunkline.member({ role: 'owner' })
  const role = await call<{ id: string }>(
    'POST',
    '/api/roles',
    {
      name: 'Half blind',
      permissions: ['conversations.read', 'customers.read', 'contacts.link'],
    },
    owner,
  )
  const blind = await trunkline.member({ name: 'Lwazi' })
  const given = { role: 'custom', customRoleId: role.body.id }
  expect((await call('PATCH', `/api/people/${blind.id}`, given, owner)).status).toBe(200)
  await trunkline.known(blind)
  next += 1
  const [phone, mail] = [`+27821230${next}`, `lwazi${next}@home.example`]
  // Nobody told their name: they are called by their number.
  const { contactId, conversationId } = await scene.says('phone', phone, 'hello')
  const added = await add(contactId, 'email', mail, blind)
  expect(added).toMatchObject({ status: 200, body: { value: 'l•••••@home.example' } })
  await change(contactId, added.body.id, { optedOut: true }, blind)
  const { contactId: otherId } = await somebody()
  const refused = await add(otherId, 'email', mail, blind)
  expect(refused).toMatchObject({ status: 409, body: { contact: { id: contactId } } })
  const seen = [
    refused.body,
    added.body,
    (await call('GET', `/api/conversations/${conversationId}`, undefined, blind)).body,
    (await call('GET', `/api/conversations/${conversationId}/panel`, undefined, blind)).body,
    (await call('GET', `/api/conversations/${conversationId}/events?after=0`, undefined, blind)).body,
  ]
  for (const answer of seen) {
    expect(JSON.stringify(answer)).not.toContain(phone)
    expect(JSON.stringify(answer)).not.toContain(mail)
  }
})
