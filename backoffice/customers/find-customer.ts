import type { Tx } from '../../db/client.ts'

export type FoundCustomer = {
  id: string
  number: string
  name: string
  phone: string | null
  email: string | null
  address: string | null
  status: string
  createdAt: Date
  /** The member who brought them. */
  reseller: string | null
}

/** The customer, or null; with a reseller's id only when they brought that customer. */
export async function findCustomer(
  tx: Tx,
  id: string,
  resellerId: string | null,
): Promise<FoundCustomer | null> {
  const { rows } = await tx.query<FoundCustomer>(
    {
      name: 'find-customer',
      text: `SELECT c.id, c.number, c.name, c.phone, c.email, c.address, c.status, c.created_at AS "createdAt",
          m.name AS reseller
        FROM customers c LEFT JOIN members m ON m.tenant_id = c.tenant_id AND m.id = c.reseller_id
        WHERE c.id = $1 AND ($2::uuid IS NULL OR c.reseller_id = $2)`,
    },
    [id, resellerId],
  )
  return rows[0] ?? null
}
