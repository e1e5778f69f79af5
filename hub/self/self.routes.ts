/** What a customer sees of themselves. */
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { type Endpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type { CustomerRow } from '../contacts/customers-of.ts'
import { CustomerCard } from '../context/context.api.ts'
import { cardsOf } from '../context/panel.ts'

const Self = z.object({ customer: CustomerCard.omit({ evidence: true }) }).meta({ id: 'Self' })

export const selfRoutes = (app: App): Endpoint[] => [
  endpoint(
    'get',
    '/api/self',
    'self.read',
    { summary: 'One’s own account: services, money, tickets and line', answer: Self },
    (tx, { who }) => readSelf(app, tx, who),
  ),
]

async function readSelf(app: App, tx: Tx, who: Who) {
  const { rows } = await tx.query<CustomerRow>(
    `SELECT id, number, name, phone, email, address, status, '' AS evidence FROM customers WHERE id = $1`,
    [who.customerId],
  )
  const [card] = await cardsOf(app, tx, rows)
  if (!card)
    throw new Refusal('missing', 'Your sign-in is not connected to an account yet; ask your provider.')
  return { customer: card }
}
