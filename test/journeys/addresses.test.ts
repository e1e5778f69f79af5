/** A person's addresses: added with what says that they are theirs, refused in words, and shown to those who may see them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type Addresses, startAddresses } from '../address-scene.ts'
import { verifyLive } from '../verify-live.ts'

let at: Addresses

beforeAll(async () => {
  at = await startAddresses()
})
afterAll(() => at?.close())

describe('adding one', () => {
  it('takes a phone number in any spelling, an email in any case, and opens ways to answer', async () => {
    const { contactId, conversationId, mail, number } = await at.somebody()
    const phone = await at.add(contactId, 'phone', `082 765 ${4000 + number}`)
    expect(phone).toMatchObject({
      status: 200,
      body: { kind: 'phone', value: `+2782765${4000 + number}`, evidence: 'added by Thandi' },
    })
    await verifyLive(
      { trunkline: at.trunkline, as: at.agent, id: conversationId },
      'contact.changed',
      async () => {
        const answer = await at.add(contactId, 'email', ` ${mail.toUpperCase()} `)
        expect(answer.body).toMatchObject({ value: mail, evidence: 'added by Thandi' })
      },
    )
    const { replyRoutes, timeline } = await at.open(conversationId)
    expect(replyRoutes.map(({ channel, reason }) => `${channel}: ${reason}`)).toEqual([
      'sms: They wrote here last',
      'sms: Added by Thandi',
      'email: Added by Thandi',
    ])
    expect(timeline.at(-1)).toMatchObject({
      data: { change: 'added', address: { kind: 'email', value: mail } },
    })
    const again = await at.add(contactId, 'email', mail)
    expect(again).toMatchObject({ status: 200, body: { value: mail } })
    expect((await at.open(conversationId)).timeline).toHaveLength(timeline.length)
  })

  it('knows what is on record for a customer they speak for', async () => {
    const { contactId, conversationId, mail } = await at.somebody()
    const customer = await at.scene.customer('Sipho Dlamini', { email: mail })
    await at.scene.link(contactId, customer.id)
    expect((await at.add(contactId, 'email', mail)).body.evidence).toBe(`on record for ${customer.number}`)
    const way = (await at.open(conversationId)).replyRoutes.find(route => route.channel === 'email')
    expect(way).toMatchObject({ usable: true, to: mail, reason: `Email on record for ${customer.number}` })
  })

  it('takes a login, which says for whom they speak', async () => {
    const { contactId, conversationId, number } = await at.somebody()
    const customer = await at.scene.customer('Sipho Dlamini')
    const login = `sipho${number}@isp`
    await at.scene.login(customer.id, login)
    expect(await at.add(contactId, 'login', login)).toMatchObject({
      status: 200,
      body: { kind: 'login', value: login },
    })
    const links = await at.scene.rows(
      'SELECT customer_id, evidence FROM contact_customers WHERE contact_id = $1',
      [contactId],
    )
    expect(links).toEqual([{ customer_id: customer.id, evidence: `login ${login}` }])
    expect((await at.open(conversationId)).timeline.map(line => line.type)).toEqual([
      'contact.changed',
      'contact.linked',
    ])
    expect((await at.open(conversationId)).replyRoutes.map(route => route.channel)).toEqual(['sms'])
  })

  it('refuses what is none, in words, and adds nothing', async () => {
    const { contactId } = await at.somebody()
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
      const { status, body } = await at.add(contactId, kind, value)
      expect(status, `${kind} ${value}`).toBe(422)
      expect(body.detail.length).toBeGreaterThan(5)
    }
    for (const body of [
      {},
      [],
      { kind: 'email' },
      { kind: 'email', value: 'a@b.example', evidence: 'mine' },
    ]) {
      expect((await at.call('POST', `/api/contacts/${contactId}/identities`, body)).status).toBe(422)
    }
    expect((await at.contact(contactId)).identities).toHaveLength(1)
  })

  it('of somebody else is refused with whom, as far as one sees them', async () => {
    const [one, other] = [await at.somebody('Sipho'), await at.somebody('Lerato')]
    const refused = await at.add(one.contactId, 'phone', other.phone)
    expect(refused).toMatchObject({ status: 409, body: { contact: { id: other.contactId, name: 'Lerato' } } })
    const chat = String(90_000 + one.number)
    const unseen = await at.scene.says('telegram', chat, 'hi', 'Unseen')
    await at.scene.rows(
      `INSERT INTO identities (id, contact_id, kind, value) VALUES (gen_random_uuid(), $1, 'email', $2)`,
      [unseen.contactId, one.mail],
    )
    const narrow = await at.trunkline.member({ inboxIds: [at.scene.inboxes.phone] })
    const blind = await at.add(one.contactId, 'email', one.mail, narrow)
    expect(blind.status).toBe(409)
    expect(JSON.stringify(blind.body)).not.toContain(unseen.contactId)
    expect(JSON.stringify(blind.body)).not.toContain('Unseen')
  })

  it('is for who sees the contact; a stranger learns nothing', async () => {
    const { contactId, mail, phone } = await at.somebody()
    const narrow = await at.trunkline.member({ inboxIds: [at.scene.inboxes.telegram] })
    const [theirs, never] = [
      await at.add(contactId, 'email', mail, narrow),
      await at.add(newId(), 'email', mail, narrow),
    ]
    expect([theirs.status, never.status]).toEqual([404, 404])
    expect(theirs.body.detail).toBe(never.body.detail)
    const elsewhere = await at.trunkline.member({ tenantId: await at.trunkline.otherTenant() })
    expect((await at.add(contactId, 'phone', phone, elsewhere)).status).toBe(404)
    const reader = await at.trunkline.member({ role: 'field' })
    expect((await at.add(contactId, 'email', mail, reader)).status).toBe(403)
  })

  it('wanted by several at once is added once', async () => {
    for (let round = 0; round < 6; round++) {
      const [one, other] = [await at.somebody(), await at.somebody()]
      const value = `shared${one.number}@home.example`
      const answers = await Promise.all([
        at.add(one.contactId, 'email', value),
        at.add(other.contactId, 'email', value),
        at.add(one.contactId, 'email', value),
        at.add(other.contactId, 'email', value),
      ])
      const rows = await at.scene.rows('SELECT 1 FROM identities WHERE value = $1', [value])
      expect(rows).toHaveLength(1)
      expect(answers.map(answer => answer.status).sort()).toEqual([200, 200, 409, 409])
    }
  })
})

it('one of several addresses of an inbox is written to when it is named', async () => {
  const { contactId, conversationId, mail, number } = await at.somebody()
  const other = await at.somebody()
  await at.add(contactId, 'email', mail)
  const second = await at.add(contactId, 'email', `second${number}@home.example`)
  const [inbox] = await at.scene.rows<{ id: string }>(`SELECT id FROM inboxes WHERE channel = 'email'`)
  const reply = async (identityId: string | undefined) => {
    const id = newId()
    const { status } = await at.call('POST', `/api/conversations/${conversationId}/replies`, {
      ...{ id, text: 'hello', inboxId: inbox?.id, lastSeenSeq: 99 },
      ...(identityId ? { identityId } : {}),
    })
    const [row] = await at.scene.rows<{ identity_id: string }>(
      'SELECT identity_id FROM messages WHERE id = $1',
      [id],
    )
    return { status, to: row?.identity_id }
  }
  expect(await reply(second.body.id)).toEqual({ status: 201, to: second.body.id })
  expect((await reply(undefined)).status).toBe(201)
  const [theirs] = (await at.contact(other.contactId)).identities
  expect(await reply(theirs?.id)).toEqual({ status: 422, to: undefined })
  expect((await reply('nonsense')).status).toBe(422)
})

it('is shortened for those who may not see phone numbers and email addresses, also in what refuses them', async () => {
  const owner = await at.trunkline.member({ role: 'owner' })
  const role = await at.call<{ id: string }>(
    'POST',
    '/api/roles',
    {
      name: 'Half blind',
      permissions: ['conversations.read', 'customers.read', 'contacts.link'],
    },
    owner,
  )
  const blind = await at.trunkline.member({ name: 'Lwazi' })
  const given = { role: 'custom', customRoleId: role.body.id }
  expect((await at.call('PATCH', `/api/people/${blind.id}`, given, owner)).status).toBe(200)
  await at.trunkline.known(blind)
  const { contactId, conversationId, phone, mail } = await at.somebody(null)
  const added = await at.add(contactId, 'email', mail, blind)
  expect(added).toMatchObject({ status: 200, body: { value: 's•••••@home.example' } })
  await at.change(contactId, added.body.id, { optedOut: true }, blind)
  const { contactId: otherId } = await at.somebody()
  const refused = await at.add(otherId, 'email', mail, blind)
  expect(refused).toMatchObject({ status: 409, body: { contact: { id: contactId } } })
  const seen = [
    refused.body,
    added.body,
    (await at.call('GET', `/api/conversations/${conversationId}`, undefined, blind)).body,
    (await at.call('GET', `/api/conversations/${conversationId}/panel`, undefined, blind)).body,
    (await at.call('GET', `/api/conversations/${conversationId}/events?after=0`, undefined, blind)).body,
  ]
  for (const answer of seen) {
    expect(JSON.stringify(answer)).not.toContain(phone)
    expect(JSON.stringify(answer)).not.toContain(mail)
  }
})
