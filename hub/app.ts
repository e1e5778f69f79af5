/** What the verbs and routes of one running process share. Made once in main.ts. */
import type { Channel } from '../channels/channel.ts'
import type { Db } from '../db/client.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { Egress } from '../platform/egress/index.ts'
import type { Files } from '../platform/files.ts'
import type { Accounts } from '../platform/identity/accounts.ts'
import type { Auth } from '../platform/identity/auth.ts'
import type { Identities } from '../platform/identity/who-is.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import type { Live } from '../platform/live/live.ts'
import type { Log } from '../platform/log.ts'
import type { Secrets } from '../platform/secrets/index.ts'
import type { InboxDirectory } from './inboxes/directory.ts'

export type App = {
  config: Config
  clock: Clock
  log: Log
  db: Db
  secrets: Secrets
  egress: Egress
  files: Files
  jobs: Jobs
  live: Live
  channels: ReadonlyMap<string, Channel>
  inboxes: InboxDirectory
  /** Who a request comes from. */
  whoIs: Identities
  /** The sign-in side of people, which stands above tenants. */
  accounts: Accounts
  auth: Auth
  /** People to sign in as and the simulator's actors; null outside the demo. */
  demo: Demo | null
}

export type Demo = {
  people: { name: string; email: string; password: string; role: string }[]
}
