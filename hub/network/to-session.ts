/** The back office's sessions in the API's words. */
import type { z } from 'zod'
import type { SessionRow } from '../../backoffice/radius/index.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import type { NetworkSession } from './network.api.ts'

type Owned = Pick<SessionRow, 'customerId' | 'customerNumber' | 'customerName'>

/** Whose it is, for those who may see customers. */
export const toCustomer = (who: Who, { customerId, customerNumber, customerName }: Owned) =>
  customerId && customerNumber !== null && customerName !== null && may(who, 'customers.read')
    ? { id: customerId, number: customerNumber, name: customerName }
    : null

/** What of a session changes while it is open. */
export const toCourse = (
  row: Pick<
    SessionRow,
    'startedAt' | 'updatedAt' | 'stoppedAt' | 'stopCause' | 'inputOctets' | 'outputOctets'
  >,
) => ({
  startedAt: row.startedAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  stoppedAt: row.stoppedAt?.toISOString() ?? null,
  stopCause: row.stopCause,
  uploadBytes: row.inputOctets,
  downloadBytes: row.outputOctets,
})

export const toSession = (who: Who, row: SessionRow): z.infer<typeof NetworkSession> => ({
  id: row.id,
  login: row.login,
  loginId: row.loginId,
  customer: toCustomer(who, row),
  plan: row.planName,
  nas: { id: row.nasId, name: row.nasName },
  nasPort: row.nasPort,
  ip: row.ip,
  ipv6Prefix: row.ipv6Prefix,
  mac: row.callingStationId,
  ...toCourse(row),
})
