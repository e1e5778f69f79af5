/** Which customers a member sees at all: everyone, or for a reseller those they brought. */
import { type FoundCustomer, findCustomer, type SearchScope } from '../../backoffice/customers/index.ts'
import type { Tx } from '../../db/client.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'

export const scopeOf = (who: Who): SearchScope => ({
  resellerId: who.customers === 'own' ? who.memberId : null,
  byPhone: may(who, 'fields.phone'),
  byEmail: may(who, 'fields.email'),
})

/** Refuses (missing) one this member does not see, with the words for one that never was. */
export async function seenCustomer(tx: Tx, who: Who, id: string): Promise<FoundCustomer> {
  const found = await findCustomer(tx, id, scopeOf(who).resellerId)
  if (!found) throw new Refusal('missing', 'There is no such customer.')
  return found
}
