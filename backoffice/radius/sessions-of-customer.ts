import type { Tx } from '../../db/client.ts'
import { type Before, newestFirst } from '../../platform/newest-first.ts'

export type SessionOf = {
  at: string
  id: string
  login: string
  startedAt: Date
  /** When the router last reported on it. */
  updatedAt: Date
  stoppedAt: Date | null
  stopCause: string | null
  sessionTimeS: number
  inputOctets: number
  outputOctets: number
  nasName: string | null
  nasPort: string | null
  framedIp: string | null
  framedIpv6Prefix: string | null
  callingStationId: string | null
}

const statement = newestFirst(
  `x.username AS login, x.moment AS "startedAt", x.updated_at AS "updatedAt", x.stopped_at AS "stoppedAt",
   x.stop_cause AS "stopCause", x.session_time_s AS "sessionTimeS", x.input_octets AS "inputOctets",
   x.output_octets AS "outputOctets", x.nas_name AS "nasName", x.nas_port AS "nasPort", x.framed_ip AS "framedIp",
   x.framed_ipv6_prefix AS "framedIpv6Prefix", x.calling_station_id AS "callingStationId"`,
  `SELECT s.started_at AS moment, s.id::text AS id, s.username, s.updated_at, s.stopped_at, s.stop_cause,
     s.session_time_s, s.input_octets, s.output_octets, s.nas_port, s.framed_ip, s.framed_ipv6_prefix,
     s.calling_station_id, n.name AS nas_name
   FROM radius_sessions s LEFT JOIN nas n ON n.tenant_id = s.tenant_id AND n.id = s.nas_id
   WHERE s.customer_id = $1`,
)

/** Every session of a customer's lines, the one that began last first. */
export async function sessionsOfCustomer(
  tx: Tx,
  customerId: string,
  before: Before,
  limit: number,
): Promise<SessionOf[]> {
  const values = [customerId, before?.at ?? null, before?.id ?? null, limit]
  return (await tx.query<SessionOf>(statement, values)).rows
}
