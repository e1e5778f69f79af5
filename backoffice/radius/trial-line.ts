/** For tests: a household whose router speaks to the real server, over UDP and the database. */
import type { Tx } from '../../db/client.ts'
import type { TestDatabase } from '../../test/database.ts'
import { createAccount } from './account-sessions.ts'
import { createAuthenticate } from './authenticate.ts'
import { createRadiusClient, type RadiusClient, type Target } from './client.ts'
import { findLine, type Line } from './find-line.ts'
import type { LineEvent } from './line-events.ts'
import { createRadiusServer, type RadiusServer } from './server.ts'
import { type Household, household } from './trial-database.ts'

const morning = Date.UTC(2026, 2, 3, 8)
/** So many seconds into the trial. */
export const at = (seconds: number) => new Date(morning + seconds * 1000)

const quiet = () => {}
export const log = { info: quiet, warn: quiet, error: quiet }

export type TrialLine = {
  home: Household
  server: RadiusServer
  client: RadiusClient
  auth: Target
  acct: Target
  published: LineEvent[]
  clock: { now(): Date; seconds: number }
  /** Waits until every sign-in attempt is recorded. */
  drain(): Promise<void>
  line(): Promise<Line>
  /** The rows of a statement in the household's tenant. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

export async function startTrialLine(database: TestDatabase): Promise<TrialLine> {
  const { db } = database
  const home = await household(database)
  const published: LineEvent[] = []
  const clock = { seconds: 0, now: () => at(clock.seconds) }
  const { authenticate, drain } = createAuthenticate({ db, secrets: home.secrets, clock, log })
  const publish = (_tenantId: string, events: readonly LineEvent[]) => published.push(...events)
  const account = createAccount({ db, log, publish })
  const nasBySource = async () => home.nas
  const ports = { authPort: 0, acctPort: 0 }
  const server = createRadiusServer({
    host: '127.0.0.1',
    ...ports,
    nasBySource,
    authenticate,
    account,
    log,
    clock,
  })
  const { authPort, acctPort } = await server.start()
  const client = createRadiusClient({ timeoutMs: 5_000 })
  const target = (port: number) => ({ host: '127.0.0.1', port, secret: home.nas.secret })
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => db.withTenant(home.tenantId, work)
  return {
    home,
    server,
    client,
    auth: target(authPort),
    acct: target(acctPort),
    published,
    clock,
    drain,
    line: async () => (await inTenant(tx => findLine(tx, home.customerId, clock.now())))[0] as Line,
    rows: async sql => (await inTenant(tx => tx.query(sql))).rows,
    async stop() {
      client.close()
      await server.stop()
      await drain()
    },
  }
}
