/**
 * Writes what people do to their own account into the audit trail of every tenant they belong to. The account stands above
 * tenants, in tables of the identity library, so this is a transaction of its own right after the change.
 */
import type { Db } from '../../db/client.ts'
import { actAs, audit } from '../audit/index.ts'
import type { Log } from '../log.ts'
import { clientAddressHeader } from './client-address.ts'
import { type Membership, membershipsOf } from './memberships.ts'

export type AccountEvent = {
  /** noun.verb, e.g. "passwords.change" */
  action: string
  after?: Record<string, unknown>
}

export type AccountTrail = (userId: string, event: AccountEvent, headers: Headers | null) => Promise<void>

/** Carries the id of the request from the web server to here. */
export const requestIdHeader = 'x-trunkline-request-id'

/** A change that was made stays made: a trail that cannot be written is logged as an error. */
export function createAccountTrail(db: Db, log: Log): AccountTrail {
  return async (userId, event, headers) => {
    try {
      for (const place of await membershipsOf(db, userId)) await write(db, place, event, headers)
    } catch (error) {
      log.error({ err: error, userId, action: event.action }, 'the audit trail could not be written')
    }
  }
}

function write(db: Db, place: Membership, event: AccountEvent, headers: Headers | null): Promise<void> {
  const actor = {
    kind: 'member' as const,
    id: place.memberId,
    name: place.name,
    as: null,
    address: headers?.get(clientAddressHeader) ?? null,
    userAgent: headers?.get('user-agent')?.slice(0, 300) ?? null,
    requestId: headers?.get(requestIdHeader) ?? null,
  }
  return actAs(actor, () =>
    db.withTenant(place.tenantId, async tx => {
      audit(tx, {
        action: event.action,
        subject: { kind: 'member', id: place.memberId, name: place.name },
        ...(event.after ? { after: event.after } : {}),
      })
    }),
  )
}
