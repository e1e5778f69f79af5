/** From an event to another program's books, through everything that can go wrong on the way. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { claimDue, leaseMs } from '../../hub/webhooks/claim.ts'
import { attempt, deliver } from '../../hub/webhooks/deliver.ts'
import { startWebhooks } from '../../hub/webhooks/start-webhooks.ts'
import { later, soon, startTrial, type Trial } from '../../hub/webhooks/trial-webhooks.ts'
import { startWhatsappFake } from '../fakes/whatsapp.ts'
import { connectLive } from '../live.ts'
import { startTrunkline } from '../trunkline.ts'

let trial: Trial
beforeAll(async () => {
  trial = await startTrial()
})
afterEach(() => trial.clear())
afterAll(() => trial.close())

const day = 24 * 3_600_000

it('tells what happened once, signed, with what it was about', async () => {
  const { receiver, id } = await trial.hook(['service.suspended'])
  await trial.happens({ serviceId: 'fibre-100', reason: 'unpaid' })
  await trial.happens({}, 'service.created')
  expect(await trial.deliverDue(soon())).toBe(1)
  expect(await trial.deliverDue(later(soon(), day))).toBe(0)
  expect(receiver.ledger).toMatchObject([
    { type: 'service.suspended', data: { serviceId: 'fibre-100', reason: 'unpaid', customerId: null } },
  ])
  expect(receiver.disbelieved).toEqual([])
  const [delivery] = await trial.deliveries(id)
  expect(delivery).toMatchObject({ state: 'delivered', tries: 1, eventId: receiver.ledger[0]?.id })
  expect(await trial.view(id)).toMatchObject({ waiting: 0, dead: 0, failingSince: null })
  expect((await trial.view(id)).lastDeliveredAt).not.toBeNull()
})

it('tells of a message with its conversation, and what became of an answer', async () => {
  const secrets = { phoneNumberId: '1061234567', accessToken: 't', appSecret: 's', verifyToken: 'v' }
  const whatsapp = await startWhatsappFake(secrets)
  const inbox = await trial.trunkline.inbox('whatsapp', { ...secrets, apiUrl: whatsapp.url })
  whatsapp.setHookUrl(inbox.hookUrl)
  const screen = await connectLive(trial.trunkline.url, trial.admin.cookie)
  const { receiver } = await trial.hook(['message.received', 'note.written'])
  whatsapp.customerSays({ phone: '+27821230001', name: 'Thandi', text: 'is it down?' })
  const { conversationId } = await screen.told('event')
  const path = `/api/conversations/${conversationId}/notes`
  const note = { id: '01990000-0000-7000-8000-000000000001', text: 'called her' }
  expect((await trial.trunkline.call(trial.admin, 'POST', path, note)).status).toBe(201)
  await trial.deliverDue(soon())
  const conversation = {
    id: conversationId,
    status: 'open',
    channel: 'whatsapp',
    contact: { name: 'Thandi' },
  }
  const told = receiver.ledger.toSorted((a, b) => Number(a.data.seq) - Number(b.data.seq))
  expect(told).toMatchObject([
    {
      type: 'message.received',
      data: {
        seq: 1,
        actor: null,
        conversation,
        message: { direction: 'in', text: 'is it down?', state: 'received' },
      },
    },
    {
      type: 'note.written',
      data: { seq: 2, actor: { name: 'Nomsa' }, conversation, message: { text: 'called her' } },
    },
  ])
  screen.close()
  await whatsapp.stop()
})

it('tells nothing of what was rolled back', async () => {
  const { receiver, id } = await trial.hook(['*'])
  const undone = trial.trunkline.app.db.withTenant(trial.trunkline.tenantId, async tx => {
    await tx.query(`INSERT INTO events (id, type) VALUES (gen_random_uuid(), 'customer.created')`)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await trial.deliverDue(soon())).toBe(0)
  expect(await trial.deliveries(id)).toEqual([])
  expect(receiver.requests).toEqual([])
})

it('tries again after a failure, not before its time, under the same id', async () => {
  const { receiver, id } = await trial.hook(['service.suspended'])
  receiver.failNext(500, 'hang-up', { status: 503, retryAfter: '3600' })
  await trial.happens()
  let now = soon()
  for (const waitMs of [7_000, 37_000, 3_600_000]) {
    expect(await trial.deliverDue(now)).toBe(1)
    expect((await trial.view(id)).failingSince).not.toBeNull()
    expect(await trial.deliverDue(later(now, waitMs / 2))).toBe(0)
    now = later(now, waitMs + 1_000)
  }
  expect(await trial.deliverDue(now)).toBe(1)
  const [delivery] = await trial.deliveries(id)
  expect(delivery?.state).toBe('delivered')
  expect((await trial.view(id)).failingSince).toBeNull()
  const { attempts } = await trial.delivery(delivery?.id ?? '')
  expect(attempts.map(each => each.status)).toEqual([204, 503, null, 500])
  expect(attempts.map(each => each.words)).toContain('answered 500')
  expect(new Set(receiver.requests.map(each => each.headers['webhook-id']))).toEqual(
    new Set([delivery?.eventId]),
  )
  expect(receiver.ledger).toHaveLength(1)
})

it('sends again under the same id when it died after posting and before writing that down', async () => {
  const { app, tenantId } = trial.trunkline
  const { receiver, id } = await trial.hook(['service.suspended'])
  await trial.happens()
  const now = soon()
  const [lost] = await claimDue(app, tenantId, now, { room: 10, busy: new Map() })
  if (!lost) throw new Error('nothing was due')
  await attempt(app, tenantId, lost)
  expect(await trial.deliverDue(later(now, leaseMs - 1))).toBe(0)
  expect(await trial.deliverDue(later(now, leaseMs))).toBe(1)
  expect(receiver.ledger.map(told => told.id)).toEqual([lost.eventId, lost.eventId])
  // The one that was thought dead comes back: its failure does not undo what was delivered.
  receiver.failNext(500)
  await deliver(app, tenantId, lost, now)
  expect((await trial.deliveries(id))[0]?.state).toBe('delivered')
})

it('gives each delivery to one worker, however many look at the same time', async () => {
  const { app, tenantId } = trial.trunkline
  await trial.hook(['service.suspended'])
  for (let at = 0; at < 6; at++) await trial.happens()
  const look = () => claimDue(app, tenantId, soon(), { room: 10, busy: new Map() })
  const taken = (await Promise.all([look(), look(), look()])).flat().map(each => each.deliveryId)
  expect(taken).toHaveLength(6)
  expect(new Set(taken).size).toBe(6)
})

it('follows no redirect and reads no flood', async () => {
  const { receiver, id } = await trial.hook(['service.suspended'])
  const elsewhere = await trial.receiver()
  receiver.failNext({ redirect: elsewhere.url }, 'flood')
  await trial.happens()
  await trial.deliverDue(soon())
  await trial.deliverDue(later(soon(), day))
  const { attempts } = await trial.delivery((await trial.deliveries(id))[0]?.id ?? '')
  expect(attempts[1]).toMatchObject({ status: 302, words: expect.stringContaining('not followed') })
  expect(attempts[0]).toMatchObject({ status: null, words: expect.stringContaining('larger') })
  expect(elsewhere.requests).toEqual([])
})

it('sends nothing to an address that became private', async () => {
  const { id } = await trial.hook(['service.suspended'])
  await trial.trunkline.app.db.withTenant(trial.trunkline.tenantId, tx =>
    tx.query(`UPDATE webhooks SET url = 'https://10.0.0.1/hook' WHERE id = $1`, [id]),
  )
  await trial.happens()
  await trial.deliverDue(soon())
  const { attempts, state } = await trial.delivery((await trial.deliveries(id))[0]?.id ?? '')
  expect(attempts[0]).toMatchObject({ status: null, words: expect.stringContaining('private network') })
  expect(attempts[0]?.words).not.toContain('10.0.0.1')
  expect(state).toBe('waiting')
})

it('keeps nobody waiting behind a receiver that does not answer', async () => {
  const slow = await trial.hook(['service.suspended'])
  const quick = await trial.hook(['service.suspended'])
  slow.receiver.hold()
  for (let at = 0; at < 12; at++) await trial.happens({ at })
  const worker = startWebhooks(trial.trunkline.app)
  await quick.receiver.until(({ ledger }) => ledger.length === 12)
  expect(slow.receiver.ledger).toEqual([])
  expect(slow.receiver.requests.length).toBeLessThanOrEqual(4)
  slow.receiver.release()
  await slow.receiver.until(({ ledger }) => ledger.length === 12)
  await worker.stop()
  expect(new Set(slow.receiver.ledger.map(told => told.id)).size).toBe(12)
  expect((await trial.view(slow.id)).waiting).toBe(0)
})

it('is worked off by the worker of the running product', async () => {
  const whole = await startTrunkline({ beside: trial.trunkline, roles: ['worker'] })
  const { receiver } = await trial.hook(['payment.received'])
  await trial.happens({ amountMinor: 59900, currency: 'ZAR' }, 'payment.received')
  await receiver.until(({ ledger }) => ledger.length === 1)
  await whole.close()
  expect(receiver.ledger[0]?.data).toMatchObject({ amountMinor: 59900 })
})
