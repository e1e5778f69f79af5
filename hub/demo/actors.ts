/** The customers one can play on the simulator page. */
import type { Db } from '../../db/client.ts'

export type Actor = {
  id: string
  name: string
  customerNumber: string | null
  login: string | null
  lineUp: boolean | null
  addresses: { channel: 'email' | 'telegram' | 'sms' | 'whatsapp'; value: string }[]
}

type Row = {
  id: string
  name: string
  number: string
  phone: string | null
  email: string | null
  login: string | null
  line_up: boolean
}

/** Everyone's Telegram id follows from their customer number, so it stays the same over restarts. */
const telegramId = (number: string) => String(700_000_000 + Number(number.replaceAll(/\D/g, '')))

export async function listActors(db: Db, tenantId: string): Promise<Actor[]> {
  const { rows } = await db.withTenant(tenantId, tx =>
    tx.query<Row>(
      `SELECT c.id, COALESCE(ct.name, c.name) AS name, c.number, c.phone, c.email, l.username AS login,
         EXISTS (SELECT 1 FROM radius_sessions s WHERE s.login_id = l.id AND s.stopped_at IS NULL) AS line_up
       FROM customers c
       LEFT JOIN LATERAL (SELECT * FROM logins l WHERE l.customer_id = c.id ORDER BY l.username LIMIT 1) l ON true
       LEFT JOIN LATERAL (SELECT t.name FROM contact_customers cc JOIN contacts t ON t.id = cc.contact_id
         WHERE cc.customer_id = c.id ORDER BY cc.created_at, t.id LIMIT 1) ct ON true
       ORDER BY c.number`,
    ),
  )
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    customerNumber: row.number,
    login: row.login,
    lineUp: row.login ? row.line_up : null,
    addresses: [
      ...(row.phone ? [{ channel: 'whatsapp' as const, value: row.phone }] : []),
      ...(row.phone ? [{ channel: 'sms' as const, value: row.phone }] : []),
      ...(row.email ? [{ channel: 'email' as const, value: row.email }] : []),
      { channel: 'telegram' as const, value: telegramId(row.number) },
    ],
  }))
}
