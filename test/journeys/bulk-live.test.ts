/** What the screens of a member are told of a change to many of theirs. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { BulkJobShape } from '../../hub/bulk/bulk-jobs.ts'
import { runBulkJobs } from '../../hub/bulk/run-bulk.ts'
import { connectLive, type LiveClient } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'
import { addConversations } from '../two-screens.ts'

let trunkline: Trunkline
let thandi: Member
let sizwe: Member
let inboxId: string
let screen: LiveClient
let colleague: LiveClient

beforeAll(async () => {
  // No worker: the tests say when a job goes on.
  trunkline = await startTrunkline({ roles: ['web'] })
  const sms = { accountSid: `AC${'5'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234540' }
  inboxId = (await trunkline.inbox('sms', sms)).id
  thandi = await trunkline.member({ name: 'Thandi', role: 'supervisor' })
  sizwe = await trunkline.member({ name: 'Sizwe', role: 'supervisor' })
})
beforeEach(async () => {
  screen?.close()
  colleague?.close()
  screen = await connectLive(trunkline.url, thandi.cookie)
  colleague = await connectLive(trunkline.url, sizwe.cookie)
})
afterAll(async () => {
  screen?.close()
  colleague?.close()
  await trunkline.close()
})

const sql = (text: string, values: unknown[]) =>
  trunkline.app.db.withTenant(trunkline.tenantId, async tx => (await tx.query(text, values)).rows)

const conversations = (many: number) =>
  addConversations(trunkline, inboxId, Array(many).fill('Nandi Example'))
const start = (ids: string[], change: object) =>
  trunkline.call<BulkJobShape>(thandi, 'POST', '/api/bulk', { ids, change })
const run = async () => {
  while (await runBulkJobs(trunkline.app, trunkline.tenantId));
}
const heard = (client: LiveClient) =>
  client.events.filter(event => event.name === 'bulk').map(event => event.payload)
const steps = () => heard(screen).map(({ state, done, skipped }) => `${state} ${done} ${skipped}`)

it('tells of each batch once it is committed, of the end, and of the way back', async () => {
  const ids = await conversations(120)
  const { body: job } = await start(ids, { priority: 'high' })
  await run()
  const over = await screen.told('bulk', payload => payload.state === 'done')
  // Several connections carry them: one may overtake another, and screens keep what is further on.
  const told = ['waiting 0 0', 'running 50 0', 'running 100 0', 'running 120 0', 'done 120 0']
  await expect.poll(() => steps().sort()).toEqual([...told].sort())
  const { report: _, ...numbers } = (await trunkline.call<BulkJobShape>(thandi, 'GET', `/api/bulk/${job.id}`))
    .body
  expect(over).toEqual(numbers)
  await trunkline.call(thandi, 'POST', `/api/bulk/${job.id}/undo`)
  await run()
  await screen.told('bulk', payload => payload.state === 'undone')
  told.push('undoing 0 0', 'undoing 50 0', 'undoing 100 0', 'undoing 120 0', 'undone 120 0')
  await expect.poll(() => steps().sort()).toEqual([...told].sort())
})

it('counts what is left as it was, and names nobody', async () => {
  const ids = await conversations(3)
  await sql(`UPDATE conversations SET priority = 'high' WHERE id = $1`, [ids[0]])
  const { body: job } = await start(ids, { priority: 'high' })
  await run()
  const over = await screen.told('bulk', ({ id, state }) => id === job.id && state === 'done')
  expect(over).toMatchObject({ done: 2, skipped: 1 })
  expect(JSON.stringify(heard(screen))).not.toContain('Nandi')
})

it('is told to every screen of that member, and to no colleague', async () => {
  const second = await connectLive(trunkline.url, thandi.cookie)
  try {
    const { body: job } = await start(await conversations(1), { priority: 'low' })
    await run()
    await second.told('bulk', ({ id, state }) => id === job.id && state === 'done')
    // Told after it, and to that one alone: what came before has arrived.
    trunkline.app.live.toPerson(trunkline.tenantId, sizwe.id, 'bulk', { mark: 'last' })
    await colleague.told('bulk', payload => payload.mark === 'last')
    expect(heard(colleague)).toEqual([{ mark: 'last' }])
    expect(JSON.stringify(heard(screen))).not.toContain('last')
  } finally {
    second.close()
  }
})

it('tells of an end that comes early', async () => {
  const { body: job } = await start(await conversations(2), { priority: 'low' })
  await trunkline.call(thandi, 'POST', `/api/bulk/${job.id}/cancel`)
  await run()
  const over = await screen.told('bulk', ({ id, state }) => id === job.id && state === 'cancelled')
  expect(over).toMatchObject({ done: 0, total: 2 })
})
