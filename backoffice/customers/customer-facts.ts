import type { Tx } from '../../db/client.ts'
import { standingSql } from './standing.ts'

/** What a list says of a customer. */
export type CustomerFacts = {
  id: string
  number: string
  name: string
  phone: string | null
  email: string | null
  status: string
  createdAt: Date
  logins: string[]
  /** Of services that have not ended. */
  plans: string[]
  /** Their logins, and how many of those are online. */
  lines: number
  linesUp: number
  openTickets: number
  /** What they owe; negative is credit. */
  balanceMinor: bigint
  currency: string
  /** When a line of theirs came or went, or a ticket of theirs was last touched. */
  touchedAt: Date | null
}

const statement = {
  name: 'customer-facts',
  text: `SELECT c.id, c.number, c.name, c.phone, c.email, c.created_at AS "createdAt", ${standingSql} AS status,
      ARRAY(SELECT l.username FROM logins l WHERE l.customer_id = c.id ORDER BY l.username) AS logins,
      ARRAY(SELECT DISTINCT p.name FROM services s JOIN plans p ON p.tenant_id = s.tenant_id AND p.id = s.plan_id
        WHERE s.customer_id = c.id AND s.status <> 'ended' ORDER BY p.name) AS plans,
      (SELECT count(*)::int FROM logins l WHERE l.customer_id = c.id) AS lines,
      (SELECT count(DISTINCT r.login_id)::int FROM radius_sessions r
        WHERE r.customer_id = c.id AND r.stopped_at IS NULL) AS "linesUp",
      (SELECT count(*)::int FROM tickets t WHERE t.customer_id = c.id
        AND t.status IN ('acknowledged', 'inProgress', 'pending', 'held')) AS "openTickets",
      COALESCE(b.minor, 0)::text AS minor, COALESCE(b.currency, n.currency) AS currency,
      GREATEST((SELECT max(t.updated_at) FROM tickets t WHERE t.customer_id = c.id),
        (SELECT GREATEST(max(r.started_at), max(r.stopped_at)) FROM radius_sessions r
          WHERE r.customer_id = c.id)) AS "touchedAt"
    FROM customers c CROSS JOIN tenants n
    LEFT JOIN LATERAL (SELECT a.currency, sum(l.amount_minor) AS minor FROM accounts a
      LEFT JOIN journal_lines l ON l.tenant_id = a.tenant_id AND l.account_id = a.id
      WHERE a.kind = 'receivable' AND a.customer_id = c.id GROUP BY a.currency) b ON true
    WHERE c.id = ANY($1::uuid[])`,
}

/** In one statement, however many they are; in the order of the ids. */
export async function customerFacts(tx: Tx, ids: readonly string[]): Promise<CustomerFacts[]> {
  const { rows } = await tx.query<Omit<CustomerFacts, 'balanceMinor'> & { minor: string }>(statement, [ids])
  const found = new Map(rows.map(({ minor, ...row }) => [row.id, { ...row, balanceMinor: BigInt(minor) }]))
  return ids.flatMap(id => found.get(id) ?? [])
}
