import type { Secrets } from '../../platform/secrets/index.ts'
import type { Db } from '../client.ts'

/** What a seed stands on; handed in, so that db/ need not know how people sign in. */
export type SeedDeps = {
  db: Db
  /** Only the owner of the tables may add a tenant. */
  ownerUrl: string
  secrets: Secrets
  createUser(input: { email: string; name: string; password: string }): Promise<{ userId: string }>
  /** The moment all of the demo's dates are relative to. */
  today: Date
  log(line: string): void
}
