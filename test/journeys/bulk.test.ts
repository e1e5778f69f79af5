import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BulkJobShape } from '../../hub/bulk/bulk-jobs.ts'
import { runBulkJobs } from '../../hub/bulk/run-bulk.ts'
import { newId } from '../../platform/ids.ts'
import { connectLive } from '../live.ts'
import { type Member, startTrunkline, type Trunkline } from '../trunkline.ts'

let trunkline: Trunkline
let thandi: Member
let sizwe: Member
let narrow: Member
let reader: Member
let inboxId: string
let otherInboxId: string
let label: string

type Answer = { status: number; body: BulkJobShape & { detail: string } }

beforeAll(async () => {
  // No worker: the tests say when a job goes on, and how far.
  trunkline = await startTrunkline({ roles: ['web'] })
  const sms = { accountSid: `AC${'5'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234520' }
  inboxId = (await trunkline.inbox('sms', sms)).id
  otherInboxId = (await trunkline.inbox('sms', { ...sms, fromNumber: '+27871234521' })).id
  thandi = await trunkline.member({ name: 'Thandi', role: 'supervisor' })
  sizwe = await trunkline.member({ name: 'Sizwe' })
  narrow = await trunkline.member({ inboxIds: [inboxId] })
  reader = await trunkline.member({ role: 'auditor' })
  await sql(`INSERT INTO labels (id, name) VALUES ($1, 'outage')`, [newId()])
})
afterAll(() => trunkline.close())
beforeEach(() => {
  label = newId()
})

const sql = (text: string, values: unknown[] = []) =>
  trunkline.app.db.withTenant(trunkline.tenantId, async tx => (await tx.query(text, values)).rows)

/** Open conversations that carry this test's label. */
async function conversations(many: number, inbox = inboxId): Promise<string[]> {
  const ids = Array.from({ length: many }, () => newId())
  for (const id of ids) {
    await sql('INSERT INTO contacts (id, name) VALUES ($1, $2)', [id, `Customer ${id.slice(-4)}`])
    await sql(
      `INSERT INTO conversations (id, contact_id, thread, labels, inbox_ids, last_message_at, last_channel, waiting_since)
       VALUES ($1, $1, 'chat', $2, $3, now(), 'sms', now())`,
      [id, [label], [inbox]],
    )
  }
  return ids.sort()
}

const filter = () => ({ all: [{ field: 'label', is: label }] })
const start = (
  as: Member,
  change: Record<string, unknown>,
  of: Record<string, unknown> = { filter: filter() },
) => trunkline.call(as, 'POST', '/api/bulk', { ...of, change }) as Promise<Answer>
const ask = (as: Member, id: string, what = '') =>
  trunkline.call(as, what ? 'POST' : 'GET', `/api/bulk/${id}${what}`) as Promise<Answer>
const run = async () => {
  while (await runBulkJobs(trunkline.app, trunkline.tenantId));
}
const rowsOf = (ids: string[], columns: string) =>
  sql(`SELECT ${columns} FROM conversations WHERE id = ANY($1) ORDER BY id`, [ids])

describe('a change to everything that matches', () => {
  it('does what a person would do one by one: events, trail and numbers', async () => {
    const ids = await conversations(120)
    const answer = await start(thandi, {
      assigneeId: sizwe.id,
      priority: 'high',
      labelsAdd: ['outage'],
    })
    expect(answer).toMatchObject({ status: 201, body: { state: 'waiting', total: 120, done: 0 } })
    await run()
    const { body } = await ask(thandi, answer.body.id)
    expect(body).toMatchObject({ state: 'done', done: 120, skipped: 0, report: [] })
    const rows = await rowsOf(ids, 'assignee_id, priority, labels, last_seq')
    expect(new Set(rows.map(row => JSON.stringify(row)))).toEqual(
      new Set([
        JSON.stringify({
          assignee_id: sizwe.id,
          priority: 'high',
          labels: [label, 'outage'],
          last_seq: 2,
        }),
      ]),
    )
    const events = await sql(
      'SELECT type, count(*) AS many, min(actor_id::text) AS actor FROM events WHERE conversation_id = ANY($1) GROUP BY type ORDER BY type',
      [ids],
    )
    expect(events).toEqual([
      { type: 'conversation.assigned', many: 120, actor: thandi.id },
      { type: 'conversation.changed', many: 120, actor: thandi.id },
    ])
    const trail = await sql(
      `SELECT count(*) AS many, min(actor_id) AS actor FROM audit WHERE reason = $1 AND subject_id = ANY($2)`,
      [`bulk ${answer.body.id}`, ids],
    )
    expect(trail).toEqual([{ many: 120, actor: thandi.id }])
  })

  it('is settled when it is asked for: what matches later is not touched', async () => {
    const [first] = await conversations(1)
    await start(thandi, { status: 'resolved' })
    const [later] = await conversations(1)
    await run()
    const rows = await rowsOf([first ?? '', later ?? ''], 'id, status')
    expect(new Map(rows.map(row => [row.id, row.status]))).toEqual(
      new Map([
        [first, 'resolved'],
        [later, 'open'],
      ]),
    )
  })

  it('touches only what its member sees, when asked and when it runs', async () => {
    const [seen = ''] = await conversations(1)
    const [unseen = ''] = await conversations(1, otherInboxId)
    expect((await start(narrow, { priority: 'low' })).body.total).toBe(1)
    expect((await start(narrow, { priority: 'low' }, { ids: [unseen] })).status).toBe(404)
    const agent = await trunkline.member({ inboxIds: [inboxId, otherInboxId] })
    const { body: job } = await start(agent, { priority: 'urgent' })
    expect(job.total).toBe(2)
    await sql('DELETE FROM inbox_access WHERE member_id = $1 AND inbox_id = $2', [agent.id, otherInboxId])
    await trunkline.known(agent)
    await run()
    const { body } = await ask(agent, job.id)
    expect(body).toMatchObject({ state: 'done', done: 1, skipped: 1 })
    expect(body.report).toEqual([{ id: unseen, name: null, why: 'You no longer see this conversation.' }])
    expect(await rowsOf([seen, unseen], 'priority')).toEqual(
      expect.arrayContaining([{ priority: 'urgent' }, { priority: 'normal' }]),
    )
  })

  it('ends where its member lost the right, and says so', async () => {
    await conversations(2)
    const agent = await trunkline.member()
    const { body: job } = await start(agent, { status: 'resolved' })
    await sql(`UPDATE members SET role = 'auditor' WHERE id = $1`, [agent.id])
    await run()
    const [row] = await sql('SELECT state, done, report FROM bulk_jobs WHERE id = $1', [job.id])
    expect(row).toMatchObject({ state: 'cancelled', done: 0 })
    expect(JSON.stringify(row?.report)).toContain('You may no longer do this.')
  })

  it('says of each one left out why', async () => {
    const ids = await conversations(3)
    await sql(`UPDATE conversations SET status = 'resolved' WHERE id = $1`, [ids[0]])
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    await sql('UPDATE conversations SET snoozed_until = $2 WHERE id = $1', [ids[1], tomorrow])
    const { body: job } = await start(thandi, { snoozeUntil: tomorrow })
    await run()
    const { body } = await ask(thandi, job.id)
    expect(body).toMatchObject({ done: 1, skipped: 2 })
    expect(new Map(body.report.map(entry => [entry.id, entry.why]))).toEqual(
      new Map([
        [ids[0], 'It is resolved; reopen it to snooze it.'],
        [ids[1], 'It was so already.'],
      ]),
    )
  })

  it('never opens a second chat of one contact, not even in one batch', async () => {
    const [one = '', two = ''] = await conversations(2)
    await sql(`UPDATE conversations SET status = 'resolved', contact_id = $2 WHERE id = ANY($1)`, [
      [one, two],
      one,
    ])
    const { body: job } = await start(thandi, { status: 'open' })
    await run()
    expect((await ask(thandi, job.id)).body).toMatchObject({ state: 'done', done: 1, skipped: 1 })
  })

  it('refuses who may not, what is not there and what cannot be meant', async () => {
    const [id = ''] = await conversations(1)
    const ids = { ids: [id] }
    expect((await start(reader, { status: 'resolved' }, ids)).status).toBe(403)
    expect((await start(thandi, {}, ids)).status).toBe(422)
    expect((await start(thandi, { status: 'resolved' }, { ...ids, filter: filter() })).status).toBe(422)
    expect((await start(thandi, { labelsAdd: ['no such label'] }, ids)).status).toBe(422)
    expect((await start(thandi, { assigneeId: newId() }, ids)).status).toBe(404)
    expect((await start(thandi, { snoozeUntil: '2020-01-01T00:00:00Z' }, ids)).status).toBe(422)
    expect((await start(thandi, { status: 'resolved' }, { viewId: newId() })).status).toBe(404)
  })

  it('is its member’s own: to a colleague it is as missing as one that never was', async () => {
    await conversations(1)
    const { body: job } = await start(thandi, { priority: 'low' })
    for (const what of ['', '/cancel', '/undo']) {
      const [theirs, none] = [await ask(sizwe, job.id, what), await ask(sizwe, newId(), what)]
      expect(theirs.status).toBe(404)
      expect(theirs.body.detail).toBe(none.body.detail)
    }
    await run()
  })
})

describe('taking back', () => {
  it('puts back what is still as the job left it, and only that', async () => {
    const ids = await conversations(3)
    const columns = 'id, status, priority, labels, waiting_since, assignee_id'
    const before = await rowsOf(ids, columns)
    const { body: job } = await start(thandi, {
      status: 'resolved',
      priority: 'urgent',
      labelsAdd: ['outage'],
    })
    await run()
    await sql(`UPDATE conversations SET priority = 'low' WHERE id = $1`, [ids[1]])
    expect((await ask(thandi, job.id)).body.undoUntil).not.toBeNull()
    expect((await ask(thandi, job.id, '/undo')).body.state).toBe('undoing')
    await run()
    const { body } = await ask(thandi, job.id)
    expect(body).toMatchObject({ state: 'undone', done: 2, skipped: 1, undoUntil: null })
    expect(body.report).toEqual([
      { id: ids[1], name: expect.stringContaining('Customer'), why: 'It was changed since.' },
    ])
    const after = await rowsOf(ids, columns)
    expect([after[0], after[2]]).toEqual([before[0], before[2]])
    expect(after[1]).toMatchObject({ status: 'resolved', priority: 'low' })
    expect((await ask(thandi, job.id, '/undo')).body.state).toBe('undone')
  })

  it('is over after ten minutes, and waits for a job that is under way', async () => {
    await conversations(1)
    const { body: job } = await start(thandi, { priority: 'low' })
    expect((await ask(thandi, job.id, '/undo')).status).toBe(409)
    await run()
    await sql(`UPDATE bulk_jobs SET finished_at = finished_at - interval '11 minutes' WHERE id = $1`, [
      job.id,
    ])
    const late = await ask(thandi, job.id, '/undo')
    expect(late).toMatchObject({ status: 409, body: { detail: expect.stringContaining('ten minutes') } })
  })
})

describe('a job that is interrupted', () => {
  it('stops where it is when told', async () => {
    const ids = await conversations(60)
    const { body: job } = await start(thandi, { priority: 'low' })
    await sql(`UPDATE bulk_jobs SET state = 'running', done = 0, skipped = 20 WHERE id = $1`, [job.id])
    expect((await ask(thandi, job.id, '/cancel')).status).toBe(200)
    await run()
    expect((await ask(thandi, job.id)).body).toMatchObject({ state: 'cancelled', done: 0, skipped: 20 })
    expect(await rowsOf(ids, 'DISTINCT id, priority')).toHaveLength(60)
    expect(await sql('SELECT 1 FROM events WHERE conversation_id = ANY($1)', [ids])).toEqual([])
  })

  it('goes on where a worker died, once its lease is over, and changes nothing twice', async () => {
    const ids = await conversations(70)
    const { body: job } = await start(thandi, { priority: 'high' })
    const { app } = trunkline
    // The worker dies within its second batch: what was not committed never was.
    let batches = 0
    const dying = Object.create(app, {
      db: {
        value: {
          ...app.db,
          withTenant: (tenantId: string, work: (tx: never) => Promise<unknown>) => {
            batches += 1
            if (batches <= 2) return app.db.withTenant(tenantId, work as never)
            return app.db.withTenant(tenantId, async tx => {
              await work(tx as never)
              throw new Error('the worker died')
            })
          },
        },
      },
    }) as typeof app
    await expect(runBulkJobs(dying, trunkline.tenantId)).rejects.toThrow('the worker died')
    const [row] = await sql('SELECT state, done FROM bulk_jobs WHERE id = $1', [job.id])
    expect(row).toEqual({ state: 'running', done: 50 })
    // Another worker leaves it alone while the lease holds.
    expect(await runBulkJobs(app, trunkline.tenantId)).toBe(false)
    await sql("UPDATE bulk_jobs SET lease_until = now() - interval '1 second' WHERE id = $1", [job.id])
    await run()
    expect((await ask(thandi, job.id)).body).toMatchObject({ state: 'done', done: 70, skipped: 0 })
    const events = await sql(
      'SELECT count(*) AS many, count(DISTINCT conversation_id) AS of FROM events WHERE conversation_id = ANY($1)',
      [ids],
    )
    expect(events).toEqual([{ many: 70, of: 70 }])
  })

  it('is done by two workers at once without doing anything twice', async () => {
    const ids = await conversations(130)
    const { body: job } = await start(thandi, { priority: 'high' })
    const other = await start(thandi, { labelsAdd: ['outage'] })
    await Promise.all([run(), run(), run()])
    await run()
    expect((await ask(thandi, job.id)).body).toMatchObject({ state: 'done', done: 130 })
    expect((await ask(thandi, other.body.id)).body).toMatchObject({ state: 'done', done: 130 })
    const events = await sql('SELECT count(*) AS many FROM events WHERE conversation_id = ANY($1)', [ids])
    expect(events).toEqual([{ many: 260 }])
  })
})

it('a worker takes it up by itself, and screens hear of every change', async () => {
  const worker = await startTrunkline({ roles: ['web', 'worker'], beside: trunkline })
  try {
    const [id = ''] = await conversations(1)
    const screen = await connectLive(trunkline.url, thandi.cookie)
    const { body: job } = await start(thandi, { priority: 'urgent' })
    const told = await screen.told('event', event => event.conversationId === id)
    expect(told).toMatchObject({
      type: 'conversation.changed',
      conversation: { priority: 'urgent' },
      data: { bulk: { job: job.id } },
    })
    screen.close()
  } finally {
    await worker.close()
  }
})
