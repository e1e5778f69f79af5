import type { z } from 'zod'
import { networkNow, type Router } from '../../backoffice/radius/index.ts'
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'
import type { LastWeek } from './last-week.ts'
import type { Network, Router as RouterSchema } from './network.api.ts'

export const toRouter = (router: Router): z.infer<typeof RouterSchema> => ({
  ...router,
  lastPacketAt: router.lastPacketAt?.toISOString() ?? null,
  silentSince: router.silentSince?.toISOString() ?? null,
})

/** The network as it is at this moment. */
export async function readNetwork(
  { clock, config }: App,
  tx: Tx,
  lastWeek: LastWeek,
): Promise<z.infer<typeof Network>> {
  const now = clock.now()
  const { online, signIns, routers } = await networkNow(tx, now)
  return {
    at: now.toISOString(),
    online,
    lastWeek: await lastWeek(tx, now),
    ...signIns,
    routers: routers.map(toRouter),
    radius: { authPort: config.RADIUS_AUTH_PORT, acctPort: config.RADIUS_ACCT_PORT },
  }
}
