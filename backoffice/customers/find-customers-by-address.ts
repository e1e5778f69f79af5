import type { Tx } from '../../db/client.ts'
import { readPhone, tenantCountry } from './phone.ts'

export type CustomerAddress = { kind: 'phone' | 'email' | 'login'; value: string }

const statements: Record<CustomerAddress['kind'], { name: string; text: string }> = {
  phone: {
    name: 'customers-by-phone',
    text: 'SELECT id FROM customers WHERE phone = $1 ORDER BY number LIMIT 50',
  },
  email: {
    name: 'customers-by-email',
    text: 'SELECT id FROM customers WHERE email = $1 ORDER BY number LIMIT 50',
  },
  login: { name: 'customers-by-login', text: 'SELECT customer_id AS id FROM logins WHERE username = $1' },
}

/** Ids of the customers who have exactly this address on record; several when a household shares one. */
export async function findCustomersByAddress(tx: Tx, address: CustomerAddress): Promise<string[]> {
  const value = await canonical(tx, address)
  if (value === null || value === '' || value.includes('\0')) return []
  const { rows } = await tx.query<{ id: string }>(statements[address.kind], [value])
  return rows.map(row => row.id)
}

async function canonical(tx: Tx, address: CustomerAddress): Promise<string | null> {
  if (address.kind === 'login') return address.value
  if (address.kind === 'email') return address.value.trim().toLowerCase()
  return readPhone(address.value, await tenantCountry(tx))
}
