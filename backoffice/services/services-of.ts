import type { Tx } from '../../db/client.ts'

export type ServiceStatus = 'pending' | 'active' | 'suspended' | 'ended'

export type Service = {
  id: string
  customerId: string
  plan: string
  downKbps: number
  upKbps: number
  /** Per month, before tax. */
  priceMinor: bigint
  currency: string
  status: ServiceStatus
  suspendedReason: string | null
  address: string | null
  startedOn: string | null
  logins: { id: string; username: string; disabled: boolean }[]
}

type Row = Omit<Service, 'priceMinor'> & { price: string }

const statement = {
  name: 'services-of',
  text: `SELECT s.id, s.customer_id AS "customerId", p.name AS plan, p.down_kbps AS "downKbps", p.up_kbps AS "upKbps",
      p.price_minor::text AS price, p.currency, s.status, s.suspended_reason AS "suspendedReason", s.address,
      s.started_on::text AS "startedOn",
      COALESCE((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'username', l.username,
          'disabled', l.disabled_at IS NOT NULL) ORDER BY l.username)
        FROM logins l WHERE l.service_id = s.id AND l.customer_id = s.customer_id), '[]') AS logins
    FROM services s JOIN plans p ON p.id = s.plan_id
    WHERE s.customer_id = ANY($1::uuid[])
    ORDER BY s.status = 'ended', s.started_on NULLS LAST, s.id`,
}

/** Every service of each customer with its plan and logins; those that have ended come last. */
export async function servicesOf(tx: Tx, customerIds: readonly string[]): Promise<Map<string, Service[]>> {
  const byCustomer = new Map<string, Service[]>(customerIds.map(id => [id, []]))
  const { rows } = await tx.query<Row>(statement, [customerIds])
  for (const { price, ...row } of rows)
    byCustomer.get(row.customerId)?.push({ ...row, priceMinor: BigInt(price) })
  return byCustomer
}
