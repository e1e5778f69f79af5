/** Whatever two contacts look like: merged and taken back, everything is where and as it was. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ContactScene, contactScene } from '../../test/contact-scene.ts'
import { type Member, startTrunkline, type Trunkline } from '../../test/trunkline.ts'

let trunkline: Trunkline
let scene: ContactScene
let agent: Member
let customers: string[]
let next = 0

beforeAll(async () => {
  trunkline = await startTrunkline({ roles: ['web'] })
  scene = await contactScene(trunkline)
  agent = await trunkline.member()
  customers = []
  for (const name of ['Thandi Mokoena', 'Pieter van Rooyen', 'Mei Chen']) {
    customers.push((await scene.customer(name)).id)
  }
})
afterAll(() => trunkline?.close())

/**
 * A contact with this many further addresses, whose chat is open or not, speaking for some customers. `about`: the chat
 * names the first of them; `ended` and `quiet`: what was said of the addresses.
 */
const contact = fc.record({
  addresses: fc.integer({ min: 0, max: 2 }),
  resolved: fc.boolean(),
  waits: fc.boolean(),
  speaksFor: fc.subarray([0, 1, 2]),
  about: fc.boolean(),
  ended: fc.boolean(),
  quiet: fc.boolean(),
})
type Shape = typeof contact extends fc.Arbitrary<infer T> ? T : never

async function make(shape: Shape, kind: 'phone' | 'telegram'): Promise<string> {
  next += 1
  const address = (at: number) =>
    kind === 'phone' ? `+2782${1_000_000 + next * 10 + at}` : `${next}000${at}`
  const { contactId, conversationId } = await scene.says(kind, address(0), 'hello', `Person ${next}`)
  for (let at = 1; at <= shape.addresses; at++) {
    await scene.rows(
      'INSERT INTO identities (id, contact_id, kind, value) VALUES (gen_random_uuid(), $1, $2, $3)',
      [contactId, kind, address(at)],
    )
  }
  for (const at of shape.speaksFor) await scene.link(contactId, customers[at] ?? '', `said by ${kind}`)
  await scene.rows(
    `UPDATE identities SET valid_until = CASE WHEN $2 THEN now() - interval '1 day' END,
       opted_out_at = CASE WHEN $3 THEN now() END, opted_out_words = CASE WHEN $3 THEN 'STOP' END WHERE contact_id = $1`,
    [contactId, shape.ended, shape.quiet],
  )
  const [first] = shape.speaksFor
  if (shape.about && first !== undefined) {
    await scene.rows('UPDATE conversations SET customer_id = $2 WHERE id = $1', [
      conversationId,
      customers[first],
    ])
  }
  if (!shape.waits) {
    await scene.rows('UPDATE conversations SET waiting_since = NULL WHERE id = $1', [conversationId])
  }
  if (shape.resolved) await trunkline.call(agent, 'POST', `/api/conversations/${conversationId}/resolve`)
  return contactId
}

/** Everything a merge may touch, but the numbers of events: those only ever grow. */
const picture = async (ids: string[]) => ({
  contacts: await scene.rows('SELECT id, name, merged_into_id FROM contacts WHERE id = ANY($1) ORDER BY id', [
    ids,
  ]),
  identities: await scene.rows('SELECT * FROM identities WHERE contact_id = ANY($1) ORDER BY id', [ids]),
  links: await scene.rows(
    'SELECT *, created_at::text AS at FROM contact_customers WHERE contact_id = ANY($1) ORDER BY contact_id, customer_id',
    [ids],
  ),
  conversations: await scene.rows(
    `SELECT id, contact_id, customer_id, status, waiting_since, inbox_ids, assignee_id, inbound_count, last_preview
     FROM conversations WHERE contact_id = ANY($1) ORDER BY id`,
    [ids],
  ),
  messages: await scene.rows(
    `SELECT m.id, m.conversation_id, m.identity_id, m.text FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE c.contact_id = ANY($1) ORDER BY m.id`,
    [ids],
  ),
})

/** Conversations about a customer their contact does not speak for. */
const strangers = (ids: string[]) =>
  scene.rows(
    `SELECT c.id FROM conversations c WHERE c.contact_id = ANY($1) AND c.customer_id IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM contact_customers cc WHERE cc.contact_id = c.contact_id AND cc.customer_id = c.customer_id)`,
    [ids],
  )

it('a merge taken back restores addresses, links and conversations exactly', async () => {
  await fc.assert(
    fc.asyncProperty(contact, contact, async (one, other) => {
      const shared = one.speaksFor.some(at => other.speaksFor.includes(at))
      fc.pre(shared || one.speaksFor.length === 0 || other.speaksFor.length === 0)
      const ids = [await make(one, 'phone'), await make(other, 'telegram')]
      const before = await picture(ids)
      const merged = await trunkline.call<{ id: string }>(agent, 'POST', `/api/contacts/${ids[0]}/merge`, {
        otherId: ids[1],
      })
      expect(merged.status).toBe(200)
      const between = await picture(ids)
      expect(between.identities.every(each => (each as { contact_id: string }).contact_id === ids[0])).toBe(
        true,
      )
      expect(between.messages).toEqual(before.messages)
      const undone = await trunkline.call(agent, 'POST', `/api/contact-merges/${merged.body.id}/undo`)
      expect(undone.status).toBe(200)
      expect(await picture(ids)).toEqual(before)
    }),
    { numRuns: 15 },
  )
}, 60_000)

it('whichever customer is chosen in between, no conversation is about one its contact does not speak for', async () => {
  await fc.assert(
    fc.asyncProperty(contact, fc.boolean(), fc.nat(), async (one, other, at) => {
      // One of the two speaks for nobody yet, so that the merge needs no force.
      const bare = { ...one, speaksFor: [], about: false }
      const pair = other ? [one, bare] : [bare, one]
      const ids = [await make(pair[0] as Shape, 'phone'), await make(pair[1] as Shape, 'telegram')]
      const merged = await trunkline.call<{ id: string }>(agent, 'POST', `/api/contacts/${ids[0]}/merge`, {
        otherId: ids[1],
      })
      expect(merged.status).toBe(200)
      const customerId = customers[one.speaksFor[at % Math.max(1, one.speaksFor.length)] ?? -1] ?? null
      const chats = await scene.rows<{ id: string }>('SELECT id FROM conversations WHERE contact_id = $1', [
        ids[0],
      ])
      for (const { id } of chats) {
        const { status } = await trunkline.call(agent, 'PATCH', `/api/conversations/${id}`, { customerId })
        expect(status).toBe(204)
      }
      expect(await strangers(ids)).toEqual([])
      const undone = await trunkline.call(agent, 'POST', `/api/contact-merges/${merged.body.id}/undo`)
      expect(undone.status).toBe(200)
      expect(await strangers(ids)).toEqual([])
    }),
    { numRuns: 10 },
  )
}, 60_000)

it('an address moved away takes no customer along, and brings its matter back with it', async () => {
  await fc.assert(
    fc.asyncProperty(contact, async shape => {
      const id = await make({ ...shape, addresses: 1, resolved: false }, 'telegram')
      const before = await picture([id])
      const [written] = await scene.rows<{ id: string }>(
        'SELECT m.identity_id AS id FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.contact_id = $1',
        [id],
      )
      const path = `/api/contacts/${id}/identities/${written?.id}/move`
      const moved = await trunkline.call<{ id: string; contactId: string }>(agent, 'POST', path, {
        toContactId: null,
      })
      expect(moved.status).toBe(200)
      expect(await strangers([id, moved.body.contactId])).toEqual([])
      const undone = await trunkline.call(agent, 'POST', `/api/contact-merges/${moved.body.id}/undo`)
      expect(undone.status).toBe(200)
      expect(await picture([id])).toEqual(before)
    }),
    { numRuns: 10 },
  )
}, 60_000)
