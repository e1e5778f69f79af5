/** One PostgreSQL for the whole test run, with a migrated template that every test file copies. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../db/embedded/index.ts'
import { ensureDatabase, migrate } from '../db/migrate.ts'
import { rolePassword } from './secret-key.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: string
    rolePassword: string
  }
}

export const templateName = 'trunkline_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-test-'))
  const postgres = await startEmbedded({ dataDir, settings: { max_connections: '200' } })
  await migrate(await ensureDatabase(postgres.url, templateName), rolePassword)
  project.provide('databaseServer', postgres.url)
  project.provide('rolePassword', rolePassword)
  return async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
