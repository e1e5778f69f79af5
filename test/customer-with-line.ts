/** A customer with a line behind a router, so that the panel has something to show. */
import { createCustomer } from '../backoffice/customers/index.ts'
import { createLogin, createPlan, createService } from '../backoffice/services/index.ts'
import { newId } from '../platform/ids.ts'
import type { Trunkline } from './trunkline.ts'

/** Thandi Mokoena, +27821230001, "thandi@isp" with the password "pw", behind a router of this machine. */
export async function addCustomerWithLine({ app, tenantId }: Trunkline, secret: string): Promise<void> {
  await app.db.withTenant(tenantId, async tx => {
    const [customerId, planId, serviceId, nasId] = [newId(), newId(), newId(), newId()]
    await createCustomer(tx, { id: customerId, name: 'Thandi Mokoena', phone: '+27821230001' })
    const plan = { name: 'Fibre 50', downKbps: 50_000, upKbps: 25_000, priceMinor: 56_900n, currency: 'ZAR' }
    await createPlan(tx, { id: planId, ...plan })
    await createService(tx, { id: serviceId, customerId, planId, startedOn: '2026-01-01' })
    const login = { id: newId(), serviceId, username: 'thandi@isp', password: 'pw' }
    await createLogin(tx, app.secrets.seal, login)
    const sealed = await app.secrets.seal({ tenantId, table: 'nas', column: 'secret', id: nasId }, secret)
    const values = [nasId, 'Tower 3', '127.0.0.1', sealed]
    await tx.query('INSERT INTO nas (id, name, address, secret) VALUES ($1, $2, $3, $4)', values)
  })
}
