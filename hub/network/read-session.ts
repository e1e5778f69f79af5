import type { z } from 'zod'
import { findSession } from '../../backoffice/radius/index.ts'
import type { Tx } from '../../db/client.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { SessionDetail } from './network.api.ts'
import { resellerOf } from './session-filter-of.ts'
import { toSession } from './to-session.ts'

type Detail = z.infer<typeof SessionDetail>

/** A session and what belongs to it. Where the service is belongs to the customer. */
export async function readSession(tx: Tx, who: Who, id: string): Promise<Detail> {
  const found = await findSession(tx, id, resellerOf(who))
  if (!found) throw new Refusal('missing', 'There is no such session.')
  const { service, attempts, others } = found
  return {
    ...toSession(who, found),
    service: service && {
      ...service,
      status: service.status as NonNullable<Detail['service']>['status'],
      address: may(who, 'customers.read') ? service.address : null,
    },
    attempts: attempts.map(({ at, accepted, words, nasName, callingStationId }) => ({
      at: at.toISOString(),
      accepted,
      words,
      nas: nasName,
      mac: callingStationId,
    })),
    others: others.map(other => ({
      id: other.id,
      startedAt: other.startedAt.toISOString(),
      stoppedAt: other.stoppedAt?.toISOString() ?? null,
      stopCause: other.stopCause,
      uploadBytes: other.inputOctets,
      downloadBytes: other.outputOctets,
    })),
  }
}
