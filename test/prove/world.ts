/** Two tenants with equal data: the same numbers, addresses and logins. Only ids and one word tell them apart. */
import { newId } from '../../platform/ids.ts'
import { addCustomerPerson, fillAccess, restoreAccess } from './fill-access.ts'
import { fillBackOffice } from './fill-back-office.ts'
import { fillConversations } from './fill-conversations.ts'
import { fillDesk, restoreDesk } from './fill-desk.ts'
import { fillTemplates } from './fill-templates.ts'
import type { Installation } from './installation.ts'
import { addMember, addPerson } from './people.ts'
import { type Kind, kinds, type TenantWorld } from './tenant-world.ts'

export type World = { mine: TenantWorld; theirs: TenantWorld }

export async function makeWorld(at: Installation): Promise<World> {
  const mine = await fillTenant(at, 'Amberline')
  const theirs = await fillTenant(at, 'Birchwood')
  return { mine, theirs }
}

async function fillTenant(at: Installation, mark: string): Promise<TenantWorld> {
  const tenantId = newId()
  await at.owner.query('INSERT INTO tenants (tenant_id, name, slug, currency) VALUES ($1, $2, $3, $4)', [
    tenantId,
    `${mark} Fibre`,
    mark.toLowerCase(),
    'ZAR',
  ])
  const ids = { tenant: tenantId } as Record<Kind, string>
  for (const kind of kinds) if (kind !== 'webhookDelivery') ids[kind] ??= newId()
  const ownLogin = `${mark.toLowerCase()}-1002`
  const admin = await addPerson(at, { tenantId, name: `Nomsa ${mark}`, role: 'owner' })
  const colleague = await addMember(at, { tenantId, name: `Pieter ${mark}`, role: 'agent' })
  ids.member = admin.memberId
  ids.colleague = colleague.memberId
  ids.former = (await addMember(at, { tenantId, name: `Lindiwe ${mark}`, role: 'agent' })).memberId
  const world: TenantWorld = { tenantId, mark, ids, ownLogin, admin, customer: admin }
  await fillBackOffice(at, world)
  await fillConversations(at, world)
  await fillAccess(at, world)
  await fillDesk(at, world)
  await fillTemplates(at, world)
  world.customer = await addCustomerPerson(at, world)
  return world
}

/**
 * Puts back what a route may have moved, so that every call finds the same state: an open conversation, a failed
 * message, a ticket of nobody, a contact linked to the customer and not to the other one.
 */
export async function restore(at: Installation, world: TenantWorld): Promise<void> {
  const { tenantId, ids } = world
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query(
      `UPDATE conversations SET status = 'open', assignee_id = NULL, priority = 'normal', snoozed_until = NULL, labels = '{}' WHERE id = $1`,
      [ids.conversation],
    )
    await tx.query(`UPDATE tickets SET assignee_id = NULL, priority = 'normal' WHERE id = $1`, [ids.ticket])
    await tx.query('UPDATE inboxes SET name = $2 WHERE id = $1', [ids.inbox, `${world.mark} WhatsApp`])
    await tx.query(`UPDATE messages SET state = 'failed' WHERE id = $1`, [ids.outgoing])
    await tx.query(
      `INSERT INTO contact_customers (contact_id, customer_id, evidence) VALUES ($1, $2, 'phone on record')
       ON CONFLICT DO NOTHING`,
      [ids.contact, ids.customer],
    )
    await tx.query('DELETE FROM contact_customers WHERE contact_id = $1 AND customer_id = $2', [
      ids.contact,
      ids.otherCustomer,
    ])
  })
  await restoreAccess(at, world)
  await restoreDesk(at, world)
}
