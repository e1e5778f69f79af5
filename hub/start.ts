/** `npm start`: everything from nothing, with progress, and an answer in words when something is in the way. */
import { parseArgs } from 'node:util'
import type { RequestHandler } from 'express'
import { demoSlug, seedEmpty, tenantSlugs } from '../db/seed/index.ts'
import { type Config, ConfigError, readConfig } from '../platform/config.ts'
import { createUser } from '../platform/identity/create-user.ts'
import { createLog } from '../platform/log.ts'
import { deriveFrom, installationKey } from '../platform/secrets/index.ts'
import { type Running, startProcess } from './main.ts'
import { openDatabase } from './start/database.ts'
import { refuseSecondStart } from './start/only-one.ts'
import { refuseTakenPorts } from './start/ports.ts'
import { progress } from './start/progress.ts'
import { randomPassword } from './start/random-password.ts'

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } })
  const config = readConfig(process.env)
  const steps = progress(config)
  const log = createLog(config.LOG_LEVEL)
  await refuseSecondStart(config)
  await refuseTakenPorts(config)
  const secretKey = await installationKey(config)
  const rolePassword = deriveFrom(secretKey, 'database roles')
  const database = await steps.step(config.DATABASE_URL ? 'Database' : 'PostgreSQL', () =>
    openDatabase(config, rolePassword, log),
  )
  const demo = (await wantsDemo(config, database.ownerUrl, values.empty)) ? await loadDemo() : null
  const pages = config.ROLES.includes('web') ? await steps.step('Pages', loadPages) : undefined
  const running = await steps.step('Trunkline', () =>
    startProcess({ config, log, secretKey, database, pages, moreRoutes: demo?.routes }),
  )
  stopOnSignals(async () => {
    await demo?.stop()
    await running.stop()
    await database.stop()
  })
  if (demo)
    return steps.done(
      running,
      (await steps.step('Demo', () => demo.fill(running, database.ownerUrl))).slice(0, 4),
    )
  const serves = config.ROLES.includes('web')
  steps.done(running, serves ? await firstAdmin(running, database.ownerUrl, config) : [])
}

/** The demo lives in a database of its own: it never joins real tenants, and production never has it. */
async function wantsDemo(config: Config, ownerUrl: string, empty: boolean): Promise<boolean> {
  const slugs = await tenantSlugs(ownerUrl)
  const hasDemo = slugs.includes(demoSlug)
  if (hasDemo && (empty || config.production)) {
    throw new ConfigError(
      'This database holds the demo. Start without it elsewhere: DATA_DIR=./data-mine npm start -- --empty',
    )
  }
  const plays = config.ROLES.includes('web') && config.ROLES.includes('links')
  return plays && !config.production && !empty && (hasDemo || slugs.length === 0)
}

/** Only now are the fakes loaded, and only for them may this process reach its own machine. */
async function loadDemo() {
  const { openDemo } = await import('./demo/open-demo.ts')
  return openDemo()
}

async function firstAdmin(running: Running, ownerUrl: string, config: Config) {
  const tenants = await running.app.db.platform('SELECT 1 FROM tenants')
  if (tenants.length > 0) return []
  const password = randomPassword()
  const { app } = running
  const { userId } = await seedEmpty({
    db: app.db,
    ownerUrl,
    createUser: input => createUser(app.db, input),
    log: line => app.log.info(line),
    tenantName: 'My ISP',
    adminEmail: config.ADMIN_EMAIL,
    adminName: 'Admin',
    adminPassword: password,
  })
  // Whoever starts an installation runs it: other tenants are theirs to make.
  await app.accounts.makeOperator(userId)
  return [{ name: 'Admin', email: config.ADMIN_EMAIL, password, role: 'owner' }]
}

async function loadPages(): Promise<RequestHandler> {
  const { buildUi } = await import('../ui/build.ts')
  await buildUi(() => {})
  const { handler } = (await import(new URL('../ui/build/handler.js', import.meta.url).href)) as {
    handler: RequestHandler
  }
  return handler
}

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false
  const end = () => {
    if (stopping) return process.exit(1)
    stopping = true
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

start().catch((error: unknown) => {
  const expected = error instanceof ConfigError
  console.error(`\n${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
