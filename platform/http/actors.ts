/** A request -> who is written down for what it changes. */
import type { Request, Response } from 'express'
import type { Actor } from '../audit/actor.ts'
import { clientAddressHeader } from '../identity/client-address.ts'
import type { Who } from '../identity/who.ts'
import type { Operator } from '../identity/who-is.ts'

type Origin = Pick<Actor, 'address' | 'userAgent' | 'requestId'>

export function originOf(req: Request, res: Response): Origin {
  return {
    address: String(req.headers[clientAddressHeader] ?? '') || null,
    userAgent: req.headers['user-agent']?.slice(0, 300) ?? null,
    requestId: String(res.locals.requestId ?? '') || null,
  }
}

/** Behind borrowed eyes stands the operator, and both are named. */
export function memberActor(who: Who, origin: Origin): Actor {
  if (who.impersonation) {
    const { operatorUserId, operatorName } = who.impersonation
    return {
      kind: 'operator',
      id: operatorUserId,
      name: operatorName,
      as: { id: who.memberId, name: who.name },
      ...origin,
    }
  }
  if (who.key) {
    return { kind: 'key', id: who.key.id, name: `${who.name} (key ${who.key.name})`, as: null, ...origin }
  }
  return { kind: 'member', id: who.memberId, name: who.name, as: null, ...origin }
}

export const operatorActor = (operator: Operator, origin: Origin): Actor => ({
  kind: 'operator',
  id: operator.userId,
  name: operator.name,
  as: null,
  ...origin,
})
