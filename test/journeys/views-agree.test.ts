import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Tx } from '../../db/client.ts'
import { conversationColumns, conversationOf } from '../../hub/conversations/conversation-log.ts'
import type { LiveConversation } from '../../hub/conversations/shapes.ts'
import { Filter, type FilterCondition, type FilterNode } from '../../hub/views/filter.api.ts'
import { findMatching } from '../../hub/views/list-view.ts'
import { mask } from '../../platform/identity/masking.ts'
import { permissions } from '../../platform/identity/permissions.ts'
import type { Who } from '../../platform/identity/who.ts'
import { newId } from '../../platform/ids.ts'
import { matches } from '../../ui/src/lib/views/matches.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

/** What the server picks in SQL and what the browser picks among the same rows must be the same. */

const me = newId()
const other = newId()
const teams = [newId(), newId()]
const inboxes = [newId(), newId(), newId()]
const now = new Date('2026-03-02T09:00:00.000Z')
const labels = ['billing', 'Fibre', "o'hara"]
const texts = ['Line down', 'ΟΔΟΣ', '100%', 'a_b', 'back\\slash', "it's", 'İzmir', 'straße', '+27821230001']

let database: TestDatabase
let tenantId: string
let rows: LiveConversation[]

beforeAll(async () => {
  database = await testDatabase()
  tenantId = await database.tenant()
  rows = await database.db.withTenant(tenantId, async tx => {
    for (const [at, id] of [me, other].entries()) {
      await tx.query('INSERT INTO members (id, user_id, name, email, role) VALUES ($1, $2, $3, $4, $5)', [
        id,
        `user ${id}`,
        `Agent ${at}`,
        `${at}@isp.example`,
        'agent',
      ])
    }
    for (const id of teams) await tx.query('INSERT INTO teams (id, name) VALUES ($1, $2)', [id, id])
    for (const row of fc.sample(rowOf, { numRuns: 150, seed: 7 })) await add(tx, row)
    const read = await tx.query<Parameters<typeof conversationOf>[0]>(
      `SELECT ${conversationColumns} FROM conversations c`,
    )
    return read.rows.map(conversationOf)
  })
})
afterAll(() => database.close())

const minutesAgo = fc.option(fc.integer({ min: 0, max: 90 }))
const value = fc.oneof(fc.constantFrom('gold', '1'), fc.constantFrom(1, 0, -2.5), fc.boolean())
const rowOf = fc.record({
  status: fc.constantFrom('open', 'resolved'),
  assignee: fc.constantFrom(me, other, null),
  team: fc.constantFrom(...teams, null),
  labels: fc.subarray(labels),
  priority: fc.constantFrom('low', 'normal', 'high', 'urgent'),
  channel: fc.constantFrom('sms', 'email'),
  inboxIds: fc.subarray(inboxes, { minLength: 1 }),
  waiting: minutesAgo,
  snoozed: fc.boolean(),
  subject: fc.option(fc.constantFrom(...texts)),
  name: fc.constantFrom(...texts, 'Thandi Mokoena', 'lerato@home.example'),
  fields: fc.dictionary(fc.constantFrom('plan', 'vip', 'toString'), value),
})

async function add(tx: Tx, row: ReturnType<typeof rowOf.generate>['value']): Promise<void> {
  const contactId = newId()
  await tx.query('INSERT INTO contacts (id, name) VALUES ($1, $2)', [contactId, row.name])
  await tx.query(
    `INSERT INTO conversations (id, contact_id, thread, status, subject, assignee_id, team_id, priority, labels, fields,
       inbox_ids, last_message_at, last_channel, waiting_since, snoozed_until)
     VALUES ($1, $2, 'thread', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      newId(),
      contactId,
      row.status,
      row.subject,
      row.assignee,
      row.team,
      row.priority,
      row.labels,
      JSON.stringify(row.fields),
      row.inboxIds,
      now,
      row.channel,
      row.waiting === null ? null : new Date(now.getTime() - row.waiting * 60_000),
      row.snoozed ? new Date(now.getTime() + 60_000) : null,
    ],
  )
}

const not = fc.option(fc.boolean(), { nil: undefined })
const of = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ ...fields, not }, { requiredKeys: Object.keys(fields) as never })
const is = (field: string, choice: fc.Arbitrary<unknown>) => of({ field: fc.constant(field), is: choice })
const part = fc.oneof(
  fc.constantFrom(...texts, 'σ', 'Σ', 'ς', '%', '_', '\\', 'i', 'LINE', '0001', 'lerato', '$1', "';--"),
  fc.string({ minLength: 1, maxLength: 3 }).filter(text => !text.includes('\0')),
)
const condition = fc.oneof(
  is('status', fc.constantFrom('open', 'resolved')),
  is('assignee', fc.constantFrom('me', 'nobody', me, other, newId())),
  is('team', fc.constantFrom('none', ...teams, newId())),
  is('label', fc.constantFrom(...labels, 'fibre')),
  is('priority', fc.constantFrom('low', 'normal', 'high', 'urgent')),
  is('channel', fc.constantFrom('sms', 'email', 'telegram')),
  is('inbox', fc.constantFrom(...inboxes)),
  is('waiting', fc.boolean()),
  of({ field: fc.constant('waitingMinutes'), atLeast: fc.integer({ min: 0, max: 90 }) }),
  is('snoozed', fc.boolean()),
  of({ field: fc.constant('text'), contains: part }),
  of({
    field: fc.constant('custom'),
    key: fc.constantFrom('plan', 'vip', 'toString', 'none'),
    is: value,
  }),
) as fc.Arbitrary<FilterCondition>
const group = (node: fc.Arbitrary<FilterNode>): fc.Arbitrary<FilterNode> =>
  fc.oneof(
    fc.record({ all: fc.array(node, { maxLength: 3 }) }),
    fc.record({ any: fc.array(node, { maxLength: 3 }) }),
  )
const innermost = group(condition)
const filter = group(fc.oneof(condition, group(fc.oneof(condition, innermost)), innermost)).filter(
  one => Filter.safeParse(one).success,
)

async function agree(words: Who['permissions'], shown: LiveConversation[]): Promise<void> {
  const who = { memberId: me, allInboxes: true, permissions: words } as unknown as Who
  await fc.assert(
    fc.asyncProperty(filter, async one => {
      const parsed = Filter.parse(one)
      const server = await database.db.withTenant(tenantId, tx =>
        findMatching(tx, who, parsed, { now, most: 1_000 }),
      )
      const browser = shown.filter(row => matches(row, parsed as never, { memberId: me, now: now.getTime() }))
      expect(browser.map(row => row.id).sort()).toEqual(server.sort())
    }),
    { numRuns: 300 },
  )
}

it('server and browser pick the same conversations, whatever the filter', async () => {
  expect(rows).toHaveLength(150)
  await agree(permissions, rows)
})

it('and so they do for a person from whom numbers and addresses are hidden', async () => {
  const shown = rows.map(row => mask(row, { phone: true, email: true, balance: true }))
  await agree(['conversations.read'], shown)
})

it('a filter that is too deep, too long or not of ours is refused', () => {
  const open = { field: 'status', is: 'open' }
  const nested = (depth: number): unknown => (depth === 0 ? open : { all: [nested(depth - 1)] })
  expect([1, 2, 3, 4].map(depth => Filter.safeParse(nested(depth)).success)).toEqual([
    true,
    true,
    true,
    false,
  ])
  const many = (count: number) => ({ any: Array.from({ length: count }, () => open) })
  expect(Filter.safeParse({ all: [many(10), many(10)] }).success).toBe(true)
  expect(Filter.safeParse({ all: [many(10), many(11)] }).success).toBe(false)
  expect(Filter.safeParse({ all: [{ field: 'c.status; --', is: 'open' }] }).success).toBe(false)
  expect(Filter.safeParse({ all: [], any: [] }).success).toBe(false)
  expect(Filter.safeParse({ all: [{ field: 'text', contains: 'a\0' }] }).success).toBe(false)
})
