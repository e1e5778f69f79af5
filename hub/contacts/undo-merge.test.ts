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

/** A contact with this many further addresses, whose chat is open or not, speaking for some customers. */
const contact = fc.record({
  addresses: fc.integer({ min: 0, max: 2 }),
  resolved: fc.boolean(),
  waits: fc.boolean(),
  speaksFor: fc.subarray([0, 1, 2]),
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
    `SELECT id, contact_id, status, waiting_since, inbox_ids, assignee_id, inbound_count, last_preview
     FROM conversations WHERE contact_id = ANY($1) ORDER BY id`,
    [ids],
  ),
  messages: await scene.rows(
    `SELECT m.id, m.conversation_id, m.identity_id, m.text FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE c.contact_id = ANY($1) ORDER BY m.id`,
    [ids],
  ),
})

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
