import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'
import type { CustomerChanged } from './customers.api.ts'

type Word = z.infer<typeof CustomerChanged>

/** After the commit, whoever has this customer open learns that something is to be asked for again; not what it says. */
export function tellCustomer(app: App, tx: Tx, customerId: string, what: Word['what']): void {
  const word: Word = { type: 'customer.changed', customerId, what }
  tx.afterCommit(() => app.live.toCustomer(tx.tenantId, customerId, 'customer', word))
}
