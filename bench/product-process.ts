/** The product as it is started for real, all roles in one process, on a database that is only migrated. */

import { migrate } from '../db/migrate.ts'
import { seedEmpty } from '../db/seed/index.ts'
import { startProcess } from '../hub/main.ts'
import { readConfig } from '../platform/config.ts'
import { createUser } from '../platform/identity/create-user.ts'
import { createLog } from '../platform/log.ts'
import { deriveFrom } from '../platform/secrets/index.ts'
import { loadPages } from '../test/pages.ts'
import { takeDownFences } from './fences.ts'
import { announce, order } from './host.ts'

const {
  databaseUrl = '',
  dataDir = '',
  port = '',
  email = '',
  password = '',
  fenced = 'yes',
  pages = 'no',
} = order()
const secretKey = 'b3'.repeat(32)
await migrate(databaseUrl, deriveFrom(secretKey, 'database roles'))
if (fenced === 'no') await takeDownFences(databaseUrl)
const config = readConfig({
  NODE_ENV: 'test',
  PORT: port,
  DATA_DIR: dataDir,
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  RADIUS_AUTH_PORT: '0',
  RADIUS_ACCT_PORT: '0',
  LOG_LEVEL: 'warn',
})
const running = await startProcess({
  config,
  log: createLog(config.LOG_LEVEL),
  secretKey,
  // The bench owns the cluster; to the product it is the built-in one, so that it runs as after `npm start`.
  database: { ownerUrl: databaseUrl, embedded: true, stop: async () => {} },
  pages: pages === 'yes' ? await loadPages() : undefined,
})
await seedEmpty({
  db: running.app.db,
  ownerUrl: databaseUrl,
  createUser: input => createUser(running.app.db, input),
  log: () => {},
  tenantName: 'Bench Fibre',
  adminEmail: email,
  adminName: 'Lerato',
  adminPassword: password,
})
announce({ url: config.publicUrl }, running.stop)
