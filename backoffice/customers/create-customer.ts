import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { customers } from '../../db/schema/index.ts'
import { nextNumber, recordEvent } from '../../platform/events.ts'
import { Refusal } from '../../platform/refusal.ts'
import { readPhone, tenantCountry } from './phone.ts'

export type NewCustomer = {
  /** Made by the caller: creating the same id again returns the customer created first. */
  id: string
  name: string
  /** Any spelling; kept in E.164. */
  phone?: string | null
  email?: string | null
  address?: string | null
  actorId?: string | null
}

export type Customer = Omit<typeof customers.$inferSelect, 'tenantId'>

const firstNumber = 1001

/**
 * A new customer with the next number (C-1001, C-1002 ...) and the event `customer.created`. Refuses a missing name
 * and a phone or email that cannot be one (invalid).
 */
export async function createCustomer(tx: Tx, input: NewCustomer): Promise<Customer> {
  const name = input.name.trim()
  if (name === '') throw new Refusal('invalid', 'A customer needs a name')
  const phone = input.phone ? await checkedPhone(tx, input.phone) : null
  const email = input.email ? checkedEmail(input.email) : null
  // A retry that overtakes the first try waits here for its commit, instead of taking a number for nothing.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [input.id])
  const before = await find(tx, input.id)
  if (before) return before
  const number = `C-${firstNumber - 1 + (await nextNumber(tx, 'customer'))}`
  const address = input.address?.trim() || null
  await tx.orm.insert(customers).values({ id: input.id, number, name, phone, email, address })
  await recordEvent(tx, {
    type: 'customer.created',
    customerId: input.id,
    actorId: input.actorId ?? null,
    data: { number, name },
  })
  const created = await find(tx, input.id)
  if (!created) throw new Error('the customer just inserted is not visible')
  return created
}

async function find(tx: Tx, id: string): Promise<Customer | undefined> {
  const [row] = await tx.orm.select().from(customers).where(eq(customers.id, id))
  if (!row) return undefined
  const { tenantId: _tenant, ...customer } = row
  return customer
}

async function checkedPhone(tx: Tx, text: string): Promise<string> {
  const phone = readPhone(text, await tenantCountry(tx))
  if (!phone) throw new Refusal('invalid', 'The phone number cannot be read; write it like +27 82 123 0001')
  return phone
}

function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 320) {
    throw new Refusal('invalid', 'The email address cannot be read; write it like name@provider.example')
  }
  return email
}
