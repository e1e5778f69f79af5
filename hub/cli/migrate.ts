import { migrate } from '../../db/migrate.ts'
import type { Command } from './command.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the database to this version: tables, roles, rights, partitions',
  help: [],
  options: {},
  async run({ open, tell }) {
    const { ownerUrl, rolePassword } = await open()
    await migrate(ownerUrl, rolePassword)
    tell('The database is up to date.')
    return { ok: true, data: { migrated: true } }
  },
}
