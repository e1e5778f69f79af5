/** A provider with some customers: lines, money, a reseller, people who write, and members who see more or less of it. */
import { issueInvoice } from '../backoffice/billing/index.ts'
import { createCustomer } from '../backoffice/customers/index.ts'
import { recordPayment } from '../backoffice/payments/index.ts'
import { createLogin, createPlan, createService, suspendService } from '../backoffice/services/index.ts'
import type { Tx } from '../db/client.ts'
import { newId } from '../platform/ids.ts'
import type { Trunkline } from './trunkline.ts'

const sms = { accountSid: `AC${'3'.repeat(32)}`, authToken: 'auth', fromNumber: '+27871234500' }

export type CustomersScene = {
  /** By first name. */
  ids: Record<'thandi' | 'sipho' | 'priya' | 'liam', string>
  planId: string
  nasId: string
  inboxId: string
  conversationId: string
  query<R extends object>(text: string, values?: unknown[]): Promise<R[]>
}

/** Thandi is online and owes; Sipho is suspended; Priya has an open line no more; Liam has nothing yet. */
export async function fillCustomers(trunkline: Trunkline): Promise<CustomersScene> {
  const { app, tenantId } = trunkline
  const ids = { thandi: newId(), sipho: newId(), priya: newId(), liam: newId() }
  const [planId, nasId] = [newId(), newId()]
  const inboxId = (await trunkline.inbox('sms', sms)).id
  await app.db.withTenant(tenantId, async tx => {
    await addPeople(tx, ids)
    const speed = { downKbps: 50_000, upKbps: 25_000 }
    await createPlan(tx, { id: planId, name: 'Fibre 50', ...speed, priceMinor: 56_900n, currency: 'ZAR' })
    await tx.query(
      `INSERT INTO nas (id, name, address, secret) VALUES ($1, 'Tower 3', '192.0.2.1', 'sealed')`,
      [nasId],
    )
    for (const name of ['thandi', 'sipho', 'priya'] as const) {
      const service = { id: newId(), customerId: ids[name], planId, startedOn: '2026-01-01' }
      await createService(tx, service)
      const login = { id: newId(), serviceId: service.id, username: `${name}@isp`, password: 'pw' }
      await createLogin(tx, app.secrets.seal, login)
      await addSessions(tx, { nasId, loginId: login.id, customerId: ids[name], name })
      if (name === 'sipho') await suspendService(tx, { id: service.id, reason: 'unpaid' })
    }
    await addMoney(tx, ids)
  })
  const conversationId = await addWriter(trunkline, inboxId, ids.thandi)
  return {
    ...{ ids, planId, nasId, inboxId, conversationId },
    query: async <R extends object>(text: string, values: unknown[] = []) =>
      (await app.db.withTenant(tenantId, tx => tx.query<R>(text, values))).rows,
  }
}

async function addPeople(tx: Tx, ids: CustomersScene['ids']): Promise<void> {
  const people = [
    { id: ids.thandi, name: 'Thandi Mokoena', phone: '+27821230001', email: 'thandi@home.example' },
    { id: ids.sipho, name: 'Sipho Ndlovu', phone: '+27821230002', email: 'sipho@home.example' },
    { id: ids.priya, name: 'Priya Naidoo', phone: '+27821230003' },
    { id: ids.liam, name: "=Liam O'Connor" },
  ]
  for (const person of people) await createCustomer(tx, person)
}

type Stay = { nasId: string; loginId: string; customerId: string; name: string }

/** Three stays each: two that are over, and one that goes on but for Priya. */
async function addSessions(tx: Tx, { nasId, loginId, customerId, name }: Stay): Promise<void> {
  for (const nth of [1, 2, 3]) {
    const isOver = nth < 3 || name === 'priya'
    await tx.query(
      `INSERT INTO radius_sessions (id, session_key, nas_id, login_id, customer_id, username, acct_session_id, framed_ip,
         calling_station_id, started_at, updated_at, stopped_at, stop_cause, session_time_s, input_octets, output_octets)
       SELECT $1, $2, $3, $4, $5, $6, $2, $7, '02:00:00:00:00:01', s, s + interval '1 hour',
         CASE WHEN $9 THEN s + interval '1 hour' END, CASE WHEN $9 THEN 'Lost-Carrier' END, 3600, 1000000, 9000000
       FROM (SELECT now() - (4 - $8::int) * interval '1 day' AS s) x`,
      [
        ...[newId(), `${name} ${nth}`, nasId, loginId, customerId, `${name}@isp`, `100.64.0.${nth}`, nth],
        isOver,
      ],
    )
  }
  await tx.query(
    `INSERT INTO auth_attempts (id, nas_id, login_id, username, accepted, words, at)
     VALUES ($1, $2, $3, $4, false, 'wrong password', now() - interval '5 hours')`,
    [newId(), nasId, loginId, `${name}@isp`],
  )
}

/** Thandi owes R 469.00 of two invoices; Priya paid hers and more. */
async function addMoney(tx: Tx, ids: CustomersScene['ids']): Promise<void> {
  const days = { issuedOn: '2026-01-01', dueOn: '2026-01-31' }
  for (const [customerId, netMinor] of [
    [ids.thandi, 30_000n],
    [ids.thandi, 26_900n],
    [ids.priya, 10_000n],
  ] as const) {
    const lines = [{ description: 'Fibre 50', netMinor, taxRateBp: 0 }]
    await issueInvoice(tx, { id: newId(), customerId, ...days, currency: 'ZAR', lines } as never)
  }
  for (const [customerId, amountMinor, reference] of [
    [ids.thandi, 10_000n, 'REF-1'],
    [ids.priya, 12_000n, 'REF-2'],
  ] as const) {
    const paid = { receivedOn: '2026-02-01', amountMinor, currency: 'ZAR', method: 'eft', reference }
    await recordPayment(tx, { id: newId(), customerId, ...paid })
  }
}

/** Somebody who writes for this customer, with one message and one note of ours; answers the conversation. */
async function addWriter(trunkline: Trunkline, inboxId: string, customerId: string): Promise<string> {
  const id = newId()
  await trunkline.app.db.withTenant(trunkline.tenantId, async tx => {
    await tx.query(`INSERT INTO contacts (id, name) VALUES ($1, 'Thandi Mokoena')`, [id])
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel)
       VALUES ($1, $1, 'chat', ARRAY[$2::uuid], now(), 'sms')`,
      [id, inboxId],
    )
    await tx.query(
      `INSERT INTO contact_customers (contact_id, customer_id, evidence) VALUES ($1, $2, 'phone on record')`,
      [id, customerId],
    )
    await tx.query(
      `INSERT INTO identities (id, contact_id, kind, value, opted_out_at) VALUES ($1, $2, 'phone', '+27821230001', now())`,
      [newId(), id],
    )
    for (const [seq, direction, text] of [
      [1, 'in', 'My line is down'],
      [2, 'note', 'Called the tower'],
    ]) {
      await tx.query(
        `INSERT INTO messages (id, conversation_id, seq, direction, channel, inbox_id, author_name, text, state, created_at)
         VALUES ($1, $2, $3::bigint, $4, 'sms', $5, 'Nomsa', $6, 'received', now() - (3 - $3::bigint) * interval '1 hour')`,
        [newId(), id, seq, direction, inboxId, text],
      )
    }
  })
  return id
}
