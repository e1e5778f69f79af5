import type { Tx } from '../../db/client.ts'

export type LastPayment = { receivedOn: string; amountMinor: bigint; currency: string; method: string }

type Row = { customer_id: string; received_on: string; amount: string; currency: string; method: string }

/** The latest payment of each customer that has one. */
export async function lastPayment(tx: Tx, customerIds: readonly string[]): Promise<Map<string, LastPayment>> {
  const { rows } = await tx.query<Row>(
    {
      name: 'last-payment',
      text: `SELECT DISTINCT ON (customer_id) customer_id, received_on::text, amount_minor::text AS amount, currency, method
        FROM payments WHERE customer_id = ANY($1::uuid[])
        ORDER BY customer_id, received_on DESC, created_at DESC, id DESC`,
    },
    [customerIds],
  )
  return new Map(
    rows.map(row => [
      row.customer_id,
      {
        receivedOn: row.received_on,
        amountMinor: BigInt(row.amount),
        currency: row.currency,
        method: row.method,
      },
    ]),
  )
}
