import type { Secrets } from '../../platform/secrets/index.ts'
import type { Tx } from '../client.ts'
import { routers } from './people.ts'

export type DemoMember = {
  id: string
  userId: string
  name: string
  email: string
  role: string
  allInboxes: boolean
}
export type DemoCustomer = {
  id: string
  number: string
  name: string
  phone: string | null
  email: string | null
}
export type DemoContact = {
  id: string
  name: string
  identities: { id: string; kind: string; value: string }[]
  customerIds: string[]
}
export type DemoNas = { id: string; address: string; secret: string }

/** What stands in the demo's database, the same whether it was filled now or last week. */
export type DemoWorld = {
  members: DemoMember[]
  customers: DemoCustomer[]
  contacts: DemoContact[]
  /** The router the demo's line simulator plays, its secret in clear. */
  nas: DemoNas
}

const contactsText = `
  SELECT c.id, c.name,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'value', i.value) ORDER BY i.id), '[]')
      FROM identities i WHERE i.contact_id = c.id) AS identities,
    ARRAY(SELECT l.customer_id FROM contact_customers l WHERE l.contact_id = c.id ORDER BY l.customer_id) AS "customerIds"
  FROM contacts c ORDER BY c.id`

export async function readDemo(tx: Tx, secrets: Secrets): Promise<DemoWorld> {
  const members = await tx.query<DemoMember>(
    `SELECT id, user_id AS "userId", name, email, role, all_inboxes AS "allInboxes" FROM members ORDER BY id`,
  )
  const customers = await tx.query<DemoCustomer>(
    'SELECT id, number, name, phone, email FROM customers ORDER BY id',
  )
  const contacts = await tx.query<DemoContact>(contactsText)
  return {
    members: members.rows,
    customers: customers.rows,
    contacts: contacts.rows,
    nas: await simulatedNas(tx, secrets),
  }
}

async function simulatedNas(tx: Tx, secrets: Secrets): Promise<DemoNas> {
  const address = routers[0]?.address
  const { rows } = await tx.query<DemoNas>('SELECT id, address, secret FROM nas WHERE address = $1', [
    address,
  ])
  const row = rows[0]
  if (!row)
    throw new Error(`The demo's router ${address} is gone; add it again or start with an empty database`)
  const place = { tenantId: tx.tenantId, table: 'nas', column: 'secret', id: row.id }
  return { ...row, secret: await secrets.open(place, row.secret) }
}
