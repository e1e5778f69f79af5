/** Somebody who has an address already, as one who may be the same person. Pure. */
import type { Contact, ContactSuggestions } from '../api/types.ts'
import { say } from '../words/say.ts'

type Customers = { id: string; number: string }[]

export function suggestionOf(
  other: Pick<Contact, 'id' | 'name' | 'identities' | 'customers'>,
  customers: Customers,
  value: string,
): ContactSuggestions['contacts'][number] {
  const { id, name, identities } = other
  return {
    contact: { id, name, identities, customers: other.customers },
    score: 50,
    reasons: [say`has ${value}`],
    warning: strangers(customers, other.customers),
  }
}

/** The server's own rule: those who speak for different customers are merged only with a proof and a reason. */
function strangers(ours: Customers, theirs: Customers): string | null {
  if (ours.length === 0 || theirs.length === 0) return null
  if (ours.some(one => theirs.some(other => other.id === one.id))) return null
  const numbers = (of: Customers) => of.map(({ number }) => number).join(', ')
  return say`They speak for different customers: ${numbers(ours)} and ${numbers(theirs)}.`
}
