/** The RADIUS role: who may come online, and who is. */
import {
  createAccount,
  createAuthenticate,
  createRadiusServer,
  type Nas,
} from '../../backoffice/radius/index.ts'
import type { App } from '../app.ts'
import { pulseOfSessions, pulseOfSignIns } from '../network/network-word.ts'
import { onLines } from '../reactions.ts'

export type RadiusRole = { authPort: number; acctPort: number; stop(): Promise<void> }

export async function startRadius(app: App): Promise<RadiusRole> {
  const { authenticate, drain } = createAuthenticate({
    ...needsOf(app),
    recorded: (tenantId, attempts) => app.live.pulse(tenantId, pulseOfSignIns(attempts)),
  })
  const account = createAccount({
    db: app.db,
    log: app.log,
    turned: (tenantId, sessions) => app.live.pulse(tenantId, pulseOfSessions(sessions)),
    publish: (tenantId, events) =>
      void onLines(app, tenantId, events).catch((error: Error) =>
        app.log.warn({ err: error }, 'line change not published'),
      ),
  })
  const server = createRadiusServer({
    host: app.config.RADIUS_HOST,
    authPort: app.config.RADIUS_AUTH_PORT,
    acctPort: app.config.RADIUS_ACCT_PORT,
    nasBySource: address => nasBySource(app, address),
    authenticate,
    account,
    log: app.log,
    clock: app.clock,
  })
  const ports = await server.start()
  return {
    ...ports,
    async stop() {
      await server.stop()
      await drain()
    },
  }
}

const needsOf = ({ db, secrets, clock, log }: App) => ({ db, secrets, clock, log })

type Row = { tenant_id: string; id: string; name: string; secret: string }

async function nasBySource(app: App, address: string): Promise<Nas | null> {
  const [row] = await app.db.platform<Row>(
    'SELECT tenant_id, id, name, secret FROM nas WHERE address = $1 ORDER BY tenant_id LIMIT 1',
    [address],
  )
  if (!row) return null
  const place = { tenantId: row.tenant_id, table: 'nas', column: 'secret', id: row.id }
  return {
    tenantId: row.tenant_id,
    nasId: row.id,
    name: row.name,
    secret: await app.secrets.open(place, row.secret),
  }
}
