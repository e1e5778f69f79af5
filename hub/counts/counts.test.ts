/** Whatever is done to conversations, the kept numbers are those a walk of the rows would give, folded or not. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { countConversations } from './count-conversations.ts'
import { foldCounts } from './fold-counts.ts'

let database: TestDatabase
let tenantId: string
const members = [newId(), newId()]
const inboxes = [newId(), newId(), newId()]
const contactId = newId()

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
  await inTenant(async tx => {
    await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, 'Thandi'])
    for (const id of members) {
      await tx.query('INSERT INTO members (id, user_id, name, email, role) VALUES ($1, $2, $3, $4, $5)', [
        ...[id, id, 'Agent', `${id}@isp.example`, 'agent'],
      ])
    }
  })
})
afterAll(() => database?.close())

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => database.db.withTenant(tenantId, work)

const state = fc.record({
  status: fc.constantFrom('open', 'resolved'),
  assignee: fc.constantFrom(null, ...members),
  inboxIds: fc.shuffledSubarray(inboxes, { minLength: 1 }),
  asleep: fc.boolean(),
})
type State = typeof state extends fc.Arbitrary<infer T> ? T : never
const step = fc.oneof(
  fc.record({ does: fc.constant('come' as const), states: fc.array(state, { minLength: 1, maxLength: 5 }) }),
  fc.record({ does: fc.constant('change' as const), part: fc.integer({ min: 1, max: 3 }), to: state }),
  fc.record({ does: fc.constant('go' as const), part: fc.integer({ min: 2, max: 4 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const valuesOf = (to: State) => [to.status, to.assignee, to.inboxIds, to.asleep ? new Date() : null]

async function take(tx: Tx, one: Step): Promise<void> {
  if (one.does === 'come') {
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, status, assignee_id, inbox_ids, snoozed_until, last_message_at, last_channel)
       SELECT gen_random_uuid(), $1, 'thread', x.status, x.assignee_id, x.inbox_ids, x.snoozed_until, now(), 'sms'
       FROM json_to_recordset($2) AS x(status text, assignee_id uuid, inbox_ids uuid[], snoozed_until timestamptz)`,
      [
        contactId,
        JSON.stringify(
          one.states.map(to => {
            const [status, assignee_id, inbox_ids, snoozed_until] = valuesOf(to)
            return { status, assignee_id, inbox_ids, snoozed_until }
          }),
        ),
      ],
    )
  } else if (one.does === 'change') {
    // Many rows in one statement, as a batch of the intake changes them.
    await tx.query(
      `UPDATE conversations SET status = $1, assignee_id = $2, inbox_ids = $3, snoozed_until = $4, last_message_at = now()
       WHERE get_byte(uuid_send(id), 15) % $5 = 0`,
      [...valuesOf(one.to), one.part],
    )
  } else await tx.query('DELETE FROM conversations WHERE get_byte(uuid_send(id), 15) % $1 = 0', [one.part])
}

const whoSees = (memberId: string, inboxIds: string[] | null) =>
  ({ memberId, allInboxes: inboxIds === null, inboxIds: inboxIds ?? [] }) as unknown as Who

async function walked(tx: Tx, memberId: string, inboxIds: string[] | null) {
  const { rows } = await tx.query(
    `SELECT count(*) FILTER (WHERE snoozed_until IS NULL)::int AS open,
       count(*) FILTER (WHERE snoozed_until IS NULL AND assignee_id = $1)::int AS mine,
       count(*) FILTER (WHERE snoozed_until IS NULL AND assignee_id IS NULL)::int AS unassigned,
       count(*) FILTER (WHERE snoozed_until IS NOT NULL)::int AS snoozed
     FROM conversations WHERE status = 'open' AND ($2::uuid[] IS NULL OR inbox_ids && $2)`,
    [memberId, inboxIds],
  )
  return rows[0]
}

async function agree(): Promise<void> {
  await inTenant(async tx => {
    for (const reach of [null, [], inboxes.slice(0, 1), inboxes.slice(1)]) {
      for (const memberId of members) {
        expect(await countConversations(tx, whoSees(memberId, reach))).toEqual(
          await walked(tx, memberId, reach),
        )
      }
    }
  })
}

it('the numbers are those of the rows after any changes, and folding changes none of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
      for (const one of steps) await inTenant(tx => take(tx, one))
      await agree()
    }),
    { numRuns: 25, seed: 3 },
  )
  // Enough rows that say the same, from many transactions, to be worth folding.
  const away: Step = {
    does: 'change',
    part: 1,
    to: { status: 'open', assignee: null, inboxIds: inboxes, asleep: false },
  }
  const back: Step = { ...away, to: { ...away.to, asleep: true } }
  await inTenant(tx => take(tx, { does: 'come', states: [away.to] }))
  for (let at = 0; at < 300; at++) await inTenant(tx => take(tx, at % 2 === 0 ? back : away))
  const held = async () =>
    (await inTenant(tx => tx.query<{ n: number }>('SELECT count(*)::int AS n FROM conversation_counts')))
      .rows[0]?.n ?? 0
  expect(await held()).toBeGreaterThan(500)
  expect(await foldCounts({ db: database.db }, tenantId)).toBe(true)
  expect(await held()).toBeLessThan(20)
  await agree()
  expect(await foldCounts({ db: database.db }, tenantId)).toBe(false)
})

it('a transaction that is taken back leaves no number behind', async () => {
  const before = await inTenant(tx => countConversations(tx, whoSees(members[0] ?? '', null)))
  const failing = inTenant(async tx => {
    await take(tx, {
      does: 'come',
      states: [{ status: 'open', assignee: null, inboxIds: inboxes, asleep: false }],
    })
    throw new Error('taken back')
  })
  await expect(failing).rejects.toThrow('taken back')
  expect(await inTenant(tx => countConversations(tx, whoSees(members[0] ?? '', null)))).toEqual(before)
})
