/** The way in, shared by hooks and links: store, commit, answer; then receive without making the provider wait. */
import { gatherByTenant } from '../../platform/gather-by-tenant.ts'
import type { App } from '../app.ts'
import { receive } from './receive.ts'
import { type RawArrival, type StoredRaw, storeRaw } from './store-raw.ts'

export type Intake = {
  /** Resolves once the items are committed; known ones are no-ops. Rejects when nothing was stored. */
  store(tenantId: string, arrivals: RawArrival[]): Promise<void>
  /** For links: the items and the inbox's cursor move in one transaction. */
  storeWithCursor(tenantId: string, inboxId: string, arrivals: RawArrival[], cursor: string): Promise<void>
  /** Resolves when everything handed over so far has been received (tests, shutdown). */
  settled(): Promise<void>
}

const mostStored = 200
const mostReceived = 100

export function createIntake(app: App): Intake {
  const under = new Set<Promise<unknown>>()
  const stores = gatherByTenant<RawArrival[], StoredRaw[]>(mostStored, async (tenantId, batches) => {
    const stored = await app.db.withTenant(tenantId, tx => storeRaw(tx, batches.flat()))
    hand(tenantId, stored)
    return batches.map(() => stored)
  })
  const receives = gatherByTenant<StoredRaw, void>(mostReceived, async (tenantId, items) => {
    await receive(app, tenantId, items)
    return items.map(() => undefined)
  })

  /** What fails here stays `new` in its row: the sweep takes it up again. */
  function hand(tenantId: string, stored: StoredRaw[]): void {
    for (const item of stored) {
      const work = receives
        .add(tenantId, item)
        .catch((error: Error) => app.log.warn({ err: error }, 'left for the sweep'))
        .finally(() => under.delete(work))
      under.add(work)
    }
  }

  return {
    async store(tenantId, arrivals) {
      await stores.add(tenantId, arrivals)
    },
    async storeWithCursor(tenantId, inboxId, arrivals, cursor) {
      const stored = await app.db.withTenant(tenantId, async tx => {
        const fresh = await storeRaw(tx, arrivals)
        await tx.query('UPDATE inboxes SET cursor = $2 WHERE id = $1', [inboxId, cursor])
        return fresh
      })
      hand(tenantId, stored)
    },
    async settled() {
      while (under.size > 0) await Promise.allSettled([...under])
    },
  }
}
