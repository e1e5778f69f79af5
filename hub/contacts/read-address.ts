/** An address as a person writes it -> as it is stored, with what says that it is theirs. */
import { z } from 'zod'
import { findCustomersByAddress, readPhone, tenantCountry } from '../../backoffice/customers/index.ts'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { addIdentity } from './contacts.api.ts'
import { customersOf } from './customers-of.ts'

type Read = {
  value: string
  evidence: string
  /** Whose login it is. */
  customerId: string | null
}

/** Refuses (invalid) what is no phone number, no email address, or nobody's login. */
export async function readAddress(
  tx: Tx,
  who: Who,
  contactId: string,
  { kind, value }: z.infer<typeof addIdentity>,
): Promise<Read> {
  if (kind === 'login') return readLogin(tx, who, value)
  const clean = kind === 'phone' ? readPhone(value, await tenantCountry(tx)) : readEmail(value)
  if (clean === null) throw new Refusal('invalid', wrong[kind])
  const onRecord = (await customersOf(tx, contactId)).find(customer => customer[kind] === clean)
  const evidence = onRecord ? `on record for ${onRecord.number}` : `added by ${who.name}`
  return { value: clean, evidence, customerId: null }
}

const wrong = {
  phone: 'This is no phone number. Write it with its country code, such as +27 82 123 0001.',
  email: 'This is no email address.',
}

function readEmail(text: string): string | null {
  const email = z.email().max(254).safeParse(text.toLowerCase())
  return email.success ? email.data : null
}

async function readLogin(tx: Tx, who: Who, value: string): Promise<Read> {
  const [customerId] = await findCustomersByAddress(tx, { kind: 'login', value })
  if (!customerId) throw new Refusal('invalid', 'No service has this login.')
  return { value, evidence: `added by ${who.name}`, customerId }
}
