/** Puts the parts of one process together and starts its roles. The one file that may see everything. */
import type { Server } from 'node:http'
import type { RequestHandler } from 'express'
import { channels } from '../channels/index.ts'
import { openDb, roleUrl } from '../db/client.ts'
import { jobsRole } from '../db/roles.ts'
import { systemClock } from '../platform/clock.ts'
import { allRoles, type Config } from '../platform/config.ts'
import { createEgress } from '../platform/egress/index.ts'
import { createExclusive } from '../platform/exclusive.ts'
import { createFiles } from '../platform/files.ts'
import type { Endpoint } from '../platform/http/endpoint.ts'
import { createAccounts } from '../platform/identity/accounts.ts'
import { createAuth } from '../platform/identity/auth.ts'
import { createWhoIs } from '../platform/identity/who-is.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import { openSocketAdapter } from '../platform/live/adapter.ts'
import { createLive } from '../platform/live/live.ts'
import type { Log } from '../platform/log.ts'
import { openSecrets } from '../platform/secrets/index.ts'
import type { App, Demo } from './app.ts'
import { createInboxDirectory } from './inboxes/directory.ts'
import { createIntake, type Intake } from './intake/intake.ts'
import { startLinks } from './links/links.ts'
import { networkWord } from './network/network-word.ts'
import { startRadius } from './roles/radius.ts'
import { startWorker } from './roles/worker.ts'
import { apiRoutes } from './routes.ts'
import { sendToMember } from './sign-in/send-to-member.ts'
import type { Database } from './start/database.ts'
import { createWebServer } from './web/server.ts'
import { onSocket } from './web/sockets.ts'
import { stillWelcome } from './web/still-welcome.ts'

export type Parts = {
  config: Config
  log: Log
  secretKey: string
  database: Database
  pages?: RequestHandler | undefined
  /** The demo's routes. With them this process may also reach its own machine, where the fakes are. */
  moreRoutes?: ((app: App) => Endpoint[]) | undefined
}

export type Running = {
  app: App
  intake: Intake
  /** The port really listened on (PORT=0 takes any). */
  port: number | null
  radius: { authPort: number; acctPort: number } | null
  setDemo(demo: Demo | null): void
  /** What is remembered of this cookie's owner is read anew. */
  forget(cookie: string): void
  stop(): Promise<void>
}

/** Starts every role of `config.ROLES` on a migrated database. Stops in the reverse order. */
export async function startProcess(parts: Parts): Promise<Running> {
  const { config, log, database } = parts
  const stops: (() => Promise<void>)[] = []
  const roles = new Set(config.ROLES)
  const warn = (what: string) => (error: Error) => log.warn({ err: error }, what)
  const { secrets, close: closeSecrets } = await openSecrets({
    config,
    secretKey: parts.secretKey,
    ownerUrl: database.ownerUrl,
    onError: warn('database connection of the keys lost'),
  })
  stops.push(closeSecrets)
  const rolePassword = secrets.derive('database roles')
  const jobsUrl = roleUrl(database.ownerUrl, jobsRole, rolePassword)
  const db = openDb(database.ownerUrl, rolePassword, {
    onError: warn('database connection lost'),
  })
  stops.push(() => db.close())
  const egress = createEgress({ allow: [...config.EGRESS_ALLOW, ...(parts.moreRoutes ? ['127.0.0.1'] : [])] })
  stops.push(() => egress.close())
  const jobs = await openJobs({ redisUrl: config.REDIS_URL, databaseUrl: jobsUrl }, log)
  stops.push(() => jobs.close())
  const alone = database.embedded && !config.REDIS_URL && allRoles.every(role => roles.has(role))
  const adapter = alone
    ? undefined
    : await openSocketAdapter({ redisUrl: config.REDIS_URL, databaseUrl: jobsUrl }, warn('socket adapter'))
  stops.push(async () => adapter?.close())
  const auth = createAuth({
    db,
    clock: systemClock,
    config,
    egress,
    log,
    secret: secrets.derive('sessions'),
    send: (userId, message) => sendToMember(app, userId, message),
    onSessionsEnded: ids => {
      for (const id of ids) app.live.endSession(id)
    },
  })
  stops.push(auth.settled)
  const whoIs = createWhoIs(auth, db, systemClock)
  let serving = true

  const base = {
    config,
    clock: systemClock,
    log,
    db,
    secrets,
    egress,
    jobs,
    channels,
    files: createFiles(`${config.DATA_DIR}/files`),
    inboxes: createInboxDirectory({ db, secrets, channels }),
    accounts: createAccounts(db),
    whoIs,
    auth,
    demo: null as Demo | null,
  }
  const app = base as unknown as App
  const intake = createIntake(app)
  const http = roles.has('web')
    ? createWebServer({
        app,
        intake,
        auth,
        whoIs,
        routes: [...apiRoutes(app), ...(parts.moreRoutes?.(app) ?? [])],
        pages: parts.pages,
        ready: () => serving,
      })
    : undefined
  app.live = createLive(http, {
    publicUrl: config.publicUrl,
    log,
    whoIs,
    stillWelcome: people => stillWelcome(db, people),
    onSocket: socket => onSocket(app, socket),
    asksPresence: roles.has('worker'),
    networkWord: (tenantId, pulse) => networkWord(app, tenantId, pulse),
    adapter: adapter?.adapter,
  })
  stops.push(() => app.live.close())

  const radius = roles.has('radius') ? await startRadius(app) : null
  if (radius) stops.push(radius.stop)
  if (roles.has('worker')) stops.push(startWorker(app, { alone }).stop)
  if (roles.has('links')) {
    const exclusive = createExclusive(jobsUrl)
    const links = startLinks(app, intake, exclusive)
    stops.push(async () => {
      await links.stop()
      await exclusive.close()
    })
  }
  const port = http ? await listen(http, config) : null
  stops.push(() => intake.settled())
  return {
    app,
    intake,
    port,
    radius,
    forget: whoIs.forget,
    setDemo: demo => {
      app.demo = demo
    },
    async stop() {
      serving = false
      http?.close()
      for (const stop of stops.reverse()) await stop().catch(warn('stopping'))
    },
  }
}

function listen(http: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(config.PORT, config.HOST, () => {
      const address = http.address()
      resolve(typeof address === 'object' && address ? address.port : config.PORT)
    })
  })
}
