/** The installation a command works on: its database (running already, or started for the command) and its keys. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Db, openDb } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded/index.ts'
import { ensureDatabase } from '../../db/migrate.ts'
import type { Config } from '../../platform/config.ts'
import { deriveFrom, installationKey, openSecrets, type Secrets } from '../../platform/secrets/index.ts'
import { CommandFailure } from './errors.ts'

export type Installation = {
  config: Config
  ownerUrl: string
  secretKey: string
  rolePassword: string
  db: Db
  /** A key for one purpose, as platform/secrets makes them. */
  sealer: { derive(purpose: string): string }
  /** The keys of sealed values; refuses a SECRET_KEY that opens nothing. */
  secrets(): Promise<Secrets>
  /** A connection of the owner of the tables. */
  owner(): Promise<pg.Client>
  close(): Promise<void>
}

/** `create` makes the built-in database when there is none; other commands refuse, lest a typo makes an empty one. */
export async function openInstallation(config: Config, options: { create: boolean }): Promise<Installation> {
  const stops: (() => Promise<unknown>)[] = []
  const ownerUrl = await ownerUrlOf(config, options.create, stops)
  const secretKey = await installationKey(config)
  const rolePassword = deriveFrom(secretKey, 'database roles')
  const db = openDb(ownerUrl, rolePassword, { max: 4 })
  stops.push(() => db.close())
  return {
    config,
    ownerUrl,
    secretKey,
    rolePassword,
    db,
    sealer: { derive: purpose => deriveFrom(secretKey, purpose) },
    async secrets() {
      const { secrets, close } = await openSecrets({ config, secretKey, ownerUrl })
      stops.push(close)
      return secrets
    },
    async owner() {
      const client = new pg.Client({ connectionString: ownerUrl, application_name: 'trunkline command' })
      client.on('error', () => {})
      await client.connect()
      stops.push(() => client.end())
      return client
    },
    async close() {
      for (const stop of stops.reverse()) await stop().catch(() => {})
    },
  }
}

async function ownerUrlOf(
  config: Config,
  create: boolean,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  if (config.DATABASE_URL) return config.DATABASE_URL
  const there = await stat(join(config.DATA_DIR, 'postgres')).catch(() => null)
  if (!there && !create) {
    throw new CommandFailure(
      `There is no database in ${config.DATA_DIR}: start Trunkline there once (npm start), or set DATA_DIR or DATABASE_URL to where it is.`,
    )
  }
  // One that runs already is used as it is, and left running.
  const server = await startEmbedded({ dataDir: config.DATA_DIR })
  stops.push(() => server.stop())
  return ensureDatabase(server.url, 'trunkline')
}
