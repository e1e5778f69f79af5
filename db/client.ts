/** The door to the database: every statement of the application runs inside one tenant's transaction. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg, { type Pool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg'
import { appRole, platformRole } from './roles.ts'
import * as schema from './schema/index.ts'

/** A transaction of one tenant. Row-level security hides everything else. */
export type Tx = {
  tenantId: string
  orm: NodePgDatabase<typeof schema>
  /** Raw SQL; give hot statements a `name` so that PostgreSQL plans them once per connection. */
  query<R extends QueryResultRow>(statement: Statement, values?: unknown[]): Promise<QueryResult<R>>
  /** Runs as the last statements of the transaction, once the work is done and before the commit. */
  beforeCommit(work: () => Promise<void>): void
  /** Runs after the commit, in order; never when the transaction is rolled back. */
  afterCommit(publish: () => void): void
}

export type Statement = string | { name: string; text: string }

export type Db = {
  withTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same as the platform role, which may change nothing but the tenant's row and add to its audit trail. */
  asPlatform<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Reads of the few columns that say whose something is (db/roles.ts). */
  platform<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  /** The pool of the identity tables, which stand above tenants. */
  identity: NodePgDatabase<typeof schema>
  /** True when the database answers. */
  ping(): Promise<boolean>
  close(): Promise<void>
}

/** int8 becomes a number; a value a number cannot hold is refused instead of rounded. */
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 value ${text} is too large for a number`)
  return value
}

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary' ? parseInt8 : pg.types.getTypeParser(oid, format),
}

/** The same database, reached as one of the roles of db/roles.ts. */
export function roleUrl(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = password
  return url.toString()
}

function openPool(url: string, max: number, onError: (error: Error) => void): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: types as never,
    application_name: 'trunkline',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 20_000,
    idle_in_transaction_session_timeout: 30_000,
    // Statements that do not wait for one another share one way to the server and back.
    pipeline: true,
  } as pg.PoolConfig)
  pool.on('error', onError)
  return pool
}

const mostIdentity = 6

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Opens the pools. `rolePassword` is the one `migrate` set. Broken idle connections are reported, then replaced. */
export function openDb(
  ownerUrl: string,
  rolePassword: string,
  options: { max?: number; onError?: (error: Error) => void } = {},
): Db {
  const onError = options.onError ?? (() => {})
  const app = openPool(roleUrl(ownerUrl, appRole, rolePassword), options.max ?? 16, onError)
  // A pool of its own: whoever holds a transaction and asks who somebody is must never wait for those who do the same.
  const identity = openPool(roleUrl(ownerUrl, appRole, rolePassword), mostIdentity, onError)
  const platform = openPool(roleUrl(ownerUrl, platformRole, rolePassword), 2, onError)
  return {
    withTenant: (tenantId, work) => inTransaction(app, tenantId, work),
    asPlatform: (tenantId, work) => inTransaction(platform, tenantId, work),
    platform: async (text, values) => (await platform.query(text, values)).rows,
    identity: drizzle(identity, { schema, casing: 'snake_case' }),
    ping: () =>
      app.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    close: async () => {
      await Promise.all([app.end(), identity.end(), platform.end()])
    },
  }
}

async function inTransaction<T>(pool: Pool, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!uuidShape.test(tenantId)) throw new Error(`not a tenant id: ${tenantId}`)
  const client = await pool.connect()
  const last: (() => Promise<void>)[] = []
  const published: (() => void)[] = []
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  let result: T
  try {
    // The id's shape was checked above, so it can stand in the text. Not waited for: the first statement travels with it,
    // and should it fail, what follows sees no tenant and so no row.
    const begun = client.query(`BEGIN; SELECT set_config('app.tenant', '${tenantId}', true)`)
    begun.catch(() => {})
    result = await work(txOf(client, tenantId, { last, published }))
    for (const each of last) await each()
    await begun
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
  for (const publish of published) publish()
  return result
}

type Queued = { last: (() => Promise<void>)[]; published: (() => void)[] }

function txOf(client: PoolClient, tenantId: string, queued: Queued): Tx {
  let orm: NodePgDatabase<typeof schema> | undefined
  return {
    tenantId,
    get orm() {
      orm ??= drizzle(client, { schema, casing: 'snake_case' })
      return orm
    },
    query: (statement, values) =>
      typeof statement === 'string'
        ? client.query(statement, values)
        : client.query({ name: statement.name, text: statement.text, values: values ?? [] }),
    beforeCommit: work => void queued.last.push(work),
    afterCommit: publish => void queued.published.push(publish),
  }
}
