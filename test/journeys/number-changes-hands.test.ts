/** A number that is given to others: no way to reach the one who had it, and somebody new when it writes again. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { deliver } from '../../hub/delivery/deliver.ts'
import { newId } from '../../platform/ids.ts'
import { type Addresses, startAddresses } from '../address-scene.ts'
import { verifyLive } from '../verify-live.ts'

let at: Addresses

beforeAll(async () => {
  at = await startAddresses()
})
afterAll(() => at?.close())

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString()

const giveUp = async (contactId: string, since = yesterday()) => {
  const [identity] = (await at.contact(contactId)).identities
  const answer = await at.change(contactId, identity?.id ?? '', { validUntil: since })
  expect(answer).toMatchObject({ status: 200, body: { validUntil: since } })
  return answer.body
}

it('is no way to reach them any more, until one says that it is theirs after all', async () => {
  const { contactId, conversationId } = await at.somebody()
  const identity = await giveUp(contactId)
  expect((await at.open(conversationId)).replyRoutes).toMatchObject([
    { usable: false, why: expect.stringMatching(/^Not theirs since \S.*\.$/) },
  ])
  await verifyLive({ trunkline: at.trunkline, as: at.agent, id: conversationId }, 'contact.changed', () =>
    at.change(contactId, identity.id, { validUntil: null }),
  )
  expect((await at.open(conversationId)).replyRoutes).toMatchObject([{ usable: true }])
  expect((await at.change(contactId, identity.id, { validUntil: '2099-01-01T00:00:00Z' })).status).toBe(422)
})

it('brings a new person when it writes again; what was said before stays with the old one', async () => {
  const old = await at.somebody('Thandi Mokoena')
  const customer = await at.scene.customer('Thandi Mokoena', { phone: old.phone })
  await at.scene.link(old.contactId, customer.id)
  const identity = await giveUp(old.contactId)
  await at.change(old.contactId, identity.id, { optedOut: true })
  const fresh = await at.scene.says('phone', old.phone, 'who is this?', 'Bongani')
  expect(fresh.contactId).not.toBe(old.contactId)
  expect(fresh.conversationId).not.toBe(old.conversationId)
  const [before, after] = [await at.open(old.conversationId), await at.open(fresh.conversationId)]
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
  const now = await at.contact(fresh.contactId)
  expect(now).toMatchObject({ customers: [], merges: [{ kind: 'move' }] })
  expect(await at.scene.says('phone', old.phone, 'hello?')).toEqual(fresh)
})

it('is theirs again exactly as it was when that is taken back, and stays quiet for who asked since', async () => {
  const old = await at.somebody()
  const identity = await giveUp(old.contactId)
  await at.change(old.contactId, identity.id, { optedOut: true })
  const row = () => at.scene.rows('SELECT * FROM identities WHERE id = $1', [identity.id])
  const before = await row()
  const fresh = await at.scene.says('phone', old.phone, 'who is this?', 'Bongani')
  const [moved] = (await at.contact(fresh.contactId)).merges
  expect((await at.call('POST', `/api/contact-merges/${moved?.id}/undo`)).status).toBe(200)
  expect(await row()).toEqual(before)
  await at.change(old.contactId, identity.id, { optedOut: false })
  const next = await at.scene.says('phone', old.phone, 'STOP')
  const [again] = (await at.contact(next.contactId)).merges
  expect((await at.call('POST', `/api/contact-merges/${again?.id}/undo`)).status).toBe(200)
  expect(await row()).toMatchObject([
    { contact_id: old.contactId, opted_out_words: 'STOP', opted_out_at: expect.any(Date) },
  ])
})

it('belongs to the one contact of another customer who has it on record', async () => {
  const [old, other] = [await at.somebody(), await at.somebody('Lerato')]
  const customer = await at.scene.customer('Lerato Nkosi', { phone: old.phone })
  await at.scene.link(other.contactId, customer.id)
  await giveUp(old.contactId)
  expect((await at.scene.says('phone', old.phone, 'my new number')).contactId).toBe(other.contactId)
})

it('can be added to somebody else at once, and nobody is asked twice', async () => {
  const [old, other] = [await at.somebody(), await at.somebody('Lerato')]
  await giveUp(old.contactId)
  const added = await at.add(other.contactId, 'phone', old.phone)
  expect(added).toMatchObject({ status: 200, body: { validUntil: null, evidence: 'added by Thandi' } })
  expect((await at.scene.says('phone', old.phone, 'it is me')).contactId).toBe(other.contactId)
  expect((await at.contact(other.contactId)).merges).toHaveLength(1)
})

it('written from many times at once makes one new person', async () => {
  for (let round = 0; round < 6; round++) {
    const old = await at.somebody()
    await giveUp(old.contactId)
    const written = await Promise.all(
      [1, 2, 3, 4].map(time => at.scene.says('phone', old.phone, `me ${time}`)),
    )
    expect(new Set(written.map(each => `${each.contactId} ${each.conversationId}`)).size).toBe(1)
    const left = await at.scene.rows(
      `SELECT 1 FROM contacts WHERE name = $1 AND id <> $2
           AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.contact_id = contacts.id)`,
      [old.phone, old.contactId],
    )
    expect(left).toEqual([])
  }
})

it('does not bring what was written for the old one to the new one', async () => {
  const old = await at.somebody()
  const [inbox] = await at.scene.rows<{ id: string }>(`SELECT id FROM inboxes WHERE channel = 'sms'`)
  const sent = newId()
  const body = {
    id: sent,
    text: 'Your password is hunter2',
    inboxId: inbox?.id,
    lastSeenSeq: 99,
    sendAfter: new Date(Date.now() + 3_600_000).toISOString(),
  }
  expect((await at.call('POST', `/api/conversations/${old.conversationId}/replies`, body)).status).toBe(201)
  await giveUp(old.contactId)
  await at.scene.says('phone', old.phone, 'who is this?', 'Bongani')
  await at.call('POST', `/api/messages/${sent}/send-now`)
  await deliver(at.trunkline.app, at.trunkline.tenantId, old.conversationId)
  expect(await at.scene.rows('SELECT state, state_words FROM messages WHERE id = $1', [sent])).toEqual([
    { state: 'failed', state_words: 'This address belongs to somebody else by now.' },
  ])
})
