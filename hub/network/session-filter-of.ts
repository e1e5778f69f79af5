/** What somebody asks for, through their rights: customers are found by those who may see them. */
import type { SessionFilter, SessionSort } from '../../backoffice/radius/index.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { readIdentifiers } from '../search/identifiers.ts'
import type { SessionsAsked } from './network.api.ts'

/** The member whose customers alone may be seen; null when all may. */
export const resellerOf = (who: Who) => (who.customers === 'own' ? who.memberId : null)

export function sessionFilterOf(who: Who, asked: SessionsAsked): SessionFilter {
  const { q, nas, state, since } = asked
  return {
    words: q ? { text: q, ...identifiersIn(q), byCustomer: may(who, 'customers.read') } : null,
    nasId: nas ?? null,
    state: state ?? null,
    since: since ? new Date(since) : null,
    resellerId: resellerOf(who),
  }
}

function identifiersIn(q: string) {
  const { macs, ip, prefixes } = readIdentifiers(q)
  return { macs, ip, prefixes }
}

export function sessionSortOf(sort: SessionsAsked['sort']): SessionSort {
  const down = sort.startsWith('-')
  return { by: (down ? sort.slice(1) : sort) as SessionSort['by'], down }
}
