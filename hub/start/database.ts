/** The database of this start: the one named by DATABASE_URL, or the one that comes with npm install. */
import { startEmbedded } from '../../db/embedded/index.ts'
import { ensureDatabase, migrate } from '../../db/migrate.ts'
import { type Config, ConfigError } from '../../platform/config.ts'
import type { Log } from '../../platform/log.ts'

export type Database = { ownerUrl: string; embedded: boolean; stop(): Promise<void> }

/** What the person who wrote DATABASE_URL can do something about, in words. */
function explain(error: Error & { code?: string }): never {
  const words: Record<string, string> = {
    ECONNREFUSED: 'nobody listens there',
    ENOTFOUND: 'its host name is unknown',
    ETIMEDOUT: 'it does not answer',
    '28P01': 'the password is wrong',
    '28000': 'this user may not sign in',
    '3D000': 'the database does not exist; create it first',
    '42501': `its user may not do what a migration needs: ${error.message}`,
  }
  const reason = words[error.code ?? '']
  if (!reason) throw error
  throw new ConfigError(`DATABASE_URL cannot be used: ${reason}.`)
}

export async function openDatabase(config: Config, rolePassword: string, log: Log): Promise<Database> {
  if (config.DATABASE_URL) {
    await migrate(config.DATABASE_URL, rolePassword).catch(explain)
    return { ownerUrl: config.DATABASE_URL, embedded: false, stop: async () => {} }
  }
  const server = await startEmbedded({ dataDir: config.DATA_DIR, log: line => log.info({ postgres: line }) })
  const ownerUrl = await ensureDatabase(server.url, 'trunkline')
  await migrate(ownerUrl, rolePassword)
  return { ownerUrl, embedded: true, stop: () => server.stop() }
}
