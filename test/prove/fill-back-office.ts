/** One tenant's customers, services, money and lines, through the verbs everybody uses. */
import { issueInvoice } from '../../backoffice/billing/index.ts'
import { createCustomer } from '../../backoffice/customers/index.ts'
import { recordPayment } from '../../backoffice/payments/index.ts'
import { createLogin, createPlan, createService } from '../../backoffice/services/index.ts'
import { createTicket } from '../../backoffice/tickets/index.ts'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import type { Installation } from './installation.ts'
import { shared, type TenantWorld } from './tenant-world.ts'

export async function fillBackOffice(at: Installation, world: TenantWorld): Promise<void> {
  await at.app.db.withTenant(world.tenantId, async tx => {
    await addCustomers(at, tx, world)
    await addMoney(tx, world)
    await addLine(at, tx, world)
  })
}

async function addCustomers(at: Installation, tx: Tx, { ids, mark, ownLogin }: TenantWorld): Promise<void> {
  const { phone, email } = shared
  const actorId = ids.member
  const address = `1 ${mark} Road`
  await createCustomer(tx, { id: ids.customer, name: `Thandi ${mark}`, phone, email, address, actorId })
  await createCustomer(tx, { id: ids.otherCustomer, name: `Sipho ${mark}`, phone: '+27821230002' })
  const speed = { downKbps: 100_000, upKbps: 50_000 }
  await createPlan(tx, { id: ids.plan, name: 'Fibre 100', ...speed, priceMinor: 79_900n, currency: 'ZAR' })
  const service = { id: ids.service, customerId: ids.customer, planId: ids.plan, address }
  await createService(tx, { ...service, startedOn: '2026-01-01' })
  const login = { serviceId: ids.service, password: `${mark} line` }
  await createLogin(tx, at.app.secrets.seal, { id: ids.login, username: shared.login, ...login })
  await createLogin(tx, at.app.secrets.seal, { id: newId(), username: ownLogin, ...login })
  await createTicket(tx, {
    id: ids.ticket,
    customerId: ids.customer,
    conversationId: null,
    subject: `${mark}: no light on the box`,
    description: mark,
    priority: 'normal',
    createdById: ids.member,
  })
}

async function addMoney(tx: Tx, { ids, mark }: TenantWorld): Promise<void> {
  const lines = [{ description: `${mark} January`, netMinor: 79_900n, taxRateBp: 1500 }]
  const days = { issuedOn: '2026-01-01', dueOn: '2026-01-31' }
  await issueInvoice(tx, {
    id: ids.invoice,
    customerId: ids.customer,
    ...days,
    currency: 'ZAR',
    lines,
  } as never)
  await recordPayment(tx, {
    id: ids.payment,
    customerId: ids.customer,
    receivedOn: '2026-01-10',
    amountMinor: 10_000n,
    currency: 'ZAR',
    method: 'eft',
    reference: 'REF-1',
  })
}

async function addLine(at: Installation, tx: Tx, { tenantId, ids, mark }: TenantWorld): Promise<void> {
  const place = { tenantId, table: 'nas', column: 'secret', id: ids.nas }
  await tx.query('INSERT INTO nas (id, name, address, secret) VALUES ($1, $2, $3, $4)', [
    ids.nas,
    `${mark} core`,
    '127.0.0.9',
    await at.app.secrets.seal(place, 'radius secret'),
  ])
  await tx.query(
    `INSERT INTO radius_sessions (id, session_key, nas_id, login_id, customer_id, username, acct_session_id, started_at,
       updated_at) VALUES ($1, 'key-1', $2, $3, $4, $5, '0001', now(), now())`,
    [ids.session, ids.nas, ids.login, ids.customer, shared.login],
  )
  await tx.query(
    `INSERT INTO auth_attempts (id, nas_id, login_id, username, accepted, words) VALUES ($1, $2, $3, $4, true, $5)`,
    [newId(), ids.nas, ids.login, shared.login, `accepted by ${mark}`],
  )
}
