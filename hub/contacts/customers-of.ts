import type { Tx } from '../../db/client.ts'

export type CustomerRow = {
  id: string
  number: string
  name: string
  phone: string | null
  email: string | null
  address: string | null
  status: string
  evidence: string
}

/** Customers a contact speaks for. */
export async function customersOf(tx: Tx, contactId: string): Promise<CustomerRow[]> {
  const { rows } = await tx.query<CustomerRow>(
    {
      name: 'customers-of-contact',
      text: `SELECT c.id, c.number, c.name, c.phone, c.email, c.address, c.status, cc.evidence
        FROM contact_customers cc JOIN customers c ON c.tenant_id = cc.tenant_id AND c.id = cc.customer_id
        WHERE cc.contact_id = $1 ORDER BY cc.created_at, c.number`,
    },
    [contactId],
  )
  return rows
}
