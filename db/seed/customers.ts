import { createCustomer } from '../../backoffice/customers/index.ts'
import { newId } from '../../platform/ids.ts'
import type { Tx } from '../client.ts'
import { contactCustomers, contacts, identities } from '../schema/index.ts'
import { sharedPhone, streets, subscribers, suburbs, writesFor } from './people.ts'
import type { Random } from './random.ts'

export type Subscriber = {
  id: string
  name: string
  number: string
  phone: string
  email: string
  address: string
  /** The router their line ends at. */
  nas: string
}

/** The customers, and a contact who writes for each of them. */
export async function seedCustomers(tx: Tx, random: Random): Promise<Subscriber[]> {
  const customers: Subscriber[] = []
  for (const [index, name] of subscribers.entries()) {
    const suburb = suburbOf(name, index)
    const draft = {
      id: newId(),
      name,
      phone: phoneOf(name, index),
      email: `${plain(name).join('.')}@${random.pick(['homebox', 'postbox', 'brightmail'])}.example`,
      address: `${1 + random.whole(180)} ${random.pick(streets)}, ${suburb.name}`,
    }
    const { number } = await createCustomer(tx, draft)
    customers.push({ ...draft, number, nas: suburb.nas })
  }
  await seedContacts(tx, customers)
  return customers
}

/** "Zoë O'Connor" -> ["zoe", "oconnor"] */
export function plain(name: string): string[] {
  return name
    .normalize('NFD')
    .replace(/[\p{M}']/gu, '')
    .toLowerCase()
    .split(/\s+/)
}

/** A school named after a suburb stands in it. */
function suburbOf(name: string, index: number): (typeof suburbs)[number] {
  const suburb = suburbs.find(other => name.startsWith(other.name)) ?? suburbs[index % suburbs.length]
  if (!suburb) throw new Error('the demo has no suburbs')
  return suburb
}

function phoneOf(name: string, index: number): string {
  const holder = name === sharedPhone.alsoFor ? subscribers.indexOf(sharedPhone.owner) : index
  return `+2782123${String(holder + 1).padStart(4, '0')}`
}

type NewIdentity = typeof identities.$inferInsert
type NewLink = typeof contactCustomers.$inferInsert

async function seedContacts(tx: Tx, customers: readonly Subscriber[]): Promise<void> {
  const people: { id: string; name: string }[] = []
  const addresses: NewIdentity[] = []
  const links: NewLink[] = []
  for (const [index, customer] of customers.entries()) {
    const contactId = newId()
    const writer = writesFor[customer.name]
    people.push({ id: contactId, name: writer?.name ?? customer.name })
    links.push({ contactId, customerId: customer.id, evidence: writer?.evidence ?? 'email on record' })
    const add = (kind: string, value: string) => addresses.push({ id: newId(), contactId, kind, value })
    add('email', customer.email)
    if (customer.name !== sharedPhone.alsoFor) add('phone', customer.phone)
    // Every twelfth is on Telegram, whose chat ids say nothing about who it is.
    if (index % 12 === 0) add('telegram', String(700_000_100 + index))
    if (customer.name === sharedPhone.owner) {
      const also = customers.find(other => other.name === sharedPhone.alsoFor)
      if (also) links.push({ contactId, customerId: also.id, evidence: 'phone on record' })
    }
  }
  await tx.orm.insert(contacts).values(people)
  await tx.orm.insert(identities).values(addresses)
  await tx.orm.insert(contactCustomers).values(links)
}
