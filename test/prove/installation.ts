/** The product on an empty database of its own, with the simulator's routes, outside of any test runner. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../db/embedded/index.ts'
import { ensureDatabase, migrate } from '../../db/migrate.ts'
import { demoRoutes } from '../../hub/demo/demo.routes.ts'
import { startFakes } from '../../hub/demo/fakes.ts'
import { createRouterSide } from '../../hub/demo/play-router.ts'
import { type Running, startProcess } from '../../hub/main.ts'
import { apiRoutes } from '../../hub/routes.ts'
import type { Config } from '../../platform/config.ts'
import { readConfig } from '../../platform/config.ts'
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { createLog } from '../../platform/log.ts'
import { freePort } from '../free-port.ts'
import { rolePassword, secretKey } from '../secret-key.ts'

export type Installation = Running & {
  url: string
  ownerUrl: string
  /** As the migrating user, who sees everything. */
  owner: pg.Client
  /** What is served and needs a member, the simulator's routes among them. */
  routes: Endpoint[]
  /** Whose simulator it is. */
  setDemoTenant(tenantId: string): void
  stop(): Promise<void>
}

type Stops = (() => Promise<unknown>)[]

/** Starts PostgreSQL, migrates, and serves the API. Everything is in one temporary folder, gone after `stop`. */
export async function startInstallation(): Promise<Installation> {
  const stops: Stops = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each().catch(() => {})
  }
  try {
    return await start(stops, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(stops: Stops, stop: () => Promise<void>): Promise<Installation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-prove-'))
  stops.push(() => rm(dataDir, { recursive: true, force: true }))
  const postgres = await startEmbedded({ dataDir: join(dataDir, 'database') })
  stops.push(() => postgres.stop())
  const ownerUrl = await ensureDatabase(postgres.url, 'trunkline')
  await migrate(ownerUrl, rolePassword)
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  stops.push(() => owner.end())
  const config = await configOf(join(dataDir, 'app'))
  const { running, routes, setDemoTenant } = await serve(config, ownerUrl, stops)
  return Object.assign(running, { url: config.publicUrl, ownerUrl, owner, routes, setDemoTenant, stop })
}

const configOf = async (folder: string) =>
  readConfig({
    NODE_ENV: 'test',
    PORT: String(await freePort()),
    DATA_DIR: folder,
    // No worker and no links: nothing moves but what the proof does itself.
    ROLES: 'web',
    EGRESS_ALLOW: '127.0.0.1',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
  })

async function serve(config: Config, ownerUrl: string, stops: Stops) {
  const fakes = await startFakes()
  stops.push(() =>
    Promise.allSettled([
      fakes.mail.stop(),
      fakes.telegram.stop(),
      fakes.twilio.stop(),
      fakes.whatsapp.stop(),
    ]),
  )
  let tenantId = ''
  const ports = { authPort: await freePort(), acctPort: await freePort() }
  let routes: Endpoint[] = []
  const running = await startProcess({
    config,
    log: createLog(config.LOG_LEVEL),
    secretKey,
    database: { ownerUrl, embedded: true, stop: async () => {} },
    moreRoutes: app => {
      const simulator = demoRoutes(app, () => ({
        tenantId,
        fakes,
        routers: createRouterSide(app, tenantId, ports),
        // It would take the tenant away that everything else is proved on.
        leave: async () => {},
      }))
      routes = [...apiRoutes(app), ...simulator]
      return simulator
    },
  })
  const stopProcess = running.stop.bind(running)
  stops.push(stopProcess)
  const setDemoTenant = (id: string) => {
    tenantId = id
  }
  return { running, routes, setDemoTenant }
}
