import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { unchanged } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import type * as api from './tickets.api.ts'
import { changeOneTicket } from './work-on-ticket.ts'

type Answer = z.infer<typeof api.BulkTickets>

/**
 * One change to many tickets, each for itself: what one refuses does not stop the others. Whoever ticks many looks at none
 * of them closely, so nothing is asked about what happened meanwhile.
 */
export async function changeManyTickets(
  app: App,
  tx: Tx,
  who: Who,
  { ids, change }: z.infer<typeof api.bulkChange>,
): Promise<Answer> {
  unchanged(tx)
  const done = new Map<string, Answer['items'][number]>()
  // In one order, so that two who change the same ones wait for each other and never both.
  for (const id of [...new Set(ids)].sort()) done.set(id, await tryOne(app, tx, who, { id, change }))
  return { items: [...new Set(ids)].flatMap(id => done.get(id) ?? []) }
}

async function tryOne(
  app: App,
  tx: Tx,
  who: Who,
  { id, change }: { id: string; change: z.infer<typeof api.bulkChange>['change'] },
): Promise<Answer['items'][number]> {
  try {
    const { number } = await changeOneTicket(app, tx, who, { id, change, lastSeq: null, sendAnyway: true })
    return { id, number, done: true, why: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { rows } = await tx.query<{ number: number }>('SELECT number FROM tickets WHERE id = $1', [id])
    const number = error.kind === 'conflict' ? (rows[0]?.number ?? null) : null
    return { id, number, done: false, why: error.message }
  }
}
