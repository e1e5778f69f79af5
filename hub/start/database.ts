/** The database of this start: the one named by DATABASE_URL, or the one that comes with npm install. */
import { startEmbedded } from '../../db/embedded/index.ts'
import { ensureDatabase, migrate } from '../../db/migrate.ts'
import type { Config } from '../../platform/config.ts'
import type { Log } from '../../platform/log.ts'

export type Database = { ownerUrl: string; embedded: boolean; stop(): Promise<void> }

export async function openDatabase(config: Config, rolePassword: string, log: Log): Promise<Database> {
  if (config.DATABASE_URL) {
    await migrate(config.DATABASE_URL, rolePassword)
    return { ownerUrl: config.DATABASE_URL, embedded: false, stop: async () => {} }
  }
  const server = await startEmbedded({ dataDir: config.DATA_DIR, log: line => log.info({ postgres: line }) })
  const ownerUrl = await ensureDatabase(server.url, 'trunkline')
  await migrate(ownerUrl, rolePassword)
  return { ownerUrl, embedded: true, stop: () => server.stop() }
}
