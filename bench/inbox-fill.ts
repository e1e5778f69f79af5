/**
 * Fills a database that a product just made. Foreign keys are not checked and secondary indexes are built afterwards,
 * all of them as the migrations left them, and `index` when one is to be tried.
 */
import pg from 'pg'
import { fillCounts, fillNames, fillWords } from './inbox-kept.ts'
import { fills, idOf, idSql, secondTenant, shape } from './inbox-rows.ts'
import type { Installed } from './installation.ts'

export type World = {
  tenantId: string
  conversations: number
  messagesEach: number
  /** One who sees every inbox of the first tenant, and one who sees three. */
  agents: { all: Agent; limited: Agent }
  bytes: number
  seconds: number
}

/** `inboxIds`: null for all of them. */
export type Agent = { memberId: string; email: string; inboxIds: string[] | null }

export const limitedInboxes = 3

export async function fillInbox(
  product: Installed,
  size: { conversations: number; messages: number },
  index: string,
): Promise<World> {
  const startedAt = performance.now()
  const lanes = [new pg.Client(product.databaseUrl), new pg.Client(product.databaseUrl)] as const
  try {
    for (const lane of lanes) await prepare(lane)
    const tenantId = (await lanes[0].query('SELECT tenant_id FROM tenants')).rows[0].tenant_id as string
    const agents = await addPeople(lanes[0], tenantId)
    const all = fills(size)
    const tables = all.map(fill => fill.table)
    const indexes = await dropIndexes(lanes[0], tables)
    const known = { tenant: tenantId, newest: new Date().toISOString() }
    await inTwoLanes(
      lanes,
      all.map(fill => fill.sql(known)),
    )
    await inTwoLanes(lanes, index ? [...indexes, index] : indexes)
    await inTwoLanes(lanes, [fillCounts, fillNames, fillWords(known.newest, 2)])
    await inTwoLanes(
      lanes,
      [...tables, 'message_words', 'contact_words', 'conversation_counts'].map(
        table => `VACUUM (ANALYZE) ${table}`,
      ),
    )
    await lanes[0].query('ANALYZE')
    await lanes[0].query('CHECKPOINT')
    const { rows } = await lanes[0].query('SELECT pg_database_size(current_database())::float8 AS bytes')
    const seconds = (performance.now() - startedAt) / 1000
    return {
      tenantId,
      conversations: size.conversations,
      messagesEach: size.messages / size.conversations,
      agents,
      bytes: rows[0].bytes,
      seconds,
    }
  } finally {
    for (const lane of lanes) await lane.end()
  }
}

async function prepare(lane: pg.Client): Promise<void> {
  await lane.connect()
  await lane.query(
    `SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET work_mem = '64MB'`,
  )
}

/** One statement at a time on each connection; the longest come last in each list, so both end at about the same time. */
async function inTwoLanes(lanes: readonly pg.Client[], statements: string[]): Promise<void> {
  const left = [...statements]
  await Promise.all(
    lanes.map(async lane => {
      for (let next = left.pop(); next; next = left.pop()) await lane.query(next)
    }),
  )
}

/** Their definitions, to build them again. Constraints stay: rows come in the order of their keys. */
async function dropIndexes(lane: pg.Client, tables: string[]): Promise<string[]> {
  const { rows } = await lane.query<{ name: string; sql: string }>(
    `SELECT i.indexrelid::regclass AS name, pg_get_indexdef(i.indexrelid) AS sql FROM pg_index i
     WHERE i.indrelid = ANY($1::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name } of rows) await lane.query(`DROP INDEX ${name}`)
  return rows.map(row => row.sql)
}

/** Everybody has the owner's password. */
async function addPeople(lane: pg.Client, tenantId: string): Promise<World['agents']> {
  await lane.query(`INSERT INTO tenants (tenant_id, name, slug) VALUES ($1, 'Other Fibre', 'other-fibre')`, [
    secondTenant,
  ])
  const last = shape.tenants * shape.agents - 1
  await lane.query(`INSERT INTO auth_users (id, name, email, email_verified)
    SELECT 'agent-' || n, 'Agent ' || n, 'agent-' || n || '@bench.example', true FROM generate_series(0, ${last}) AS n`)
  await lane.query(`INSERT INTO auth_accounts (id, user_id, account_id, provider_id, password) SELECT 'agent-' || n, 'agent-' || n,
    'agent-' || n, 'credential', (SELECT password FROM auth_accounts LIMIT 1) FROM generate_series(0, ${last}) AS n`)
  await lane.query(
    `INSERT INTO members (tenant_id, id, user_id, name, email, role, all_inboxes)
     SELECT CASE WHEN n < ${shape.agents} THEN $1::uuid ELSE $2::uuid END, ${idSql('member', 'n')}, 'agent-' || n, 'Agent ' || n,
       'agent-' || n || '@bench.example', 'agent', n = 0 FROM generate_series(0, ${last}) AS n`,
    [tenantId, secondTenant],
  )
  await lane.query(
    `INSERT INTO inboxes (tenant_id, id, channel, name, account, hook_key, settings)
     SELECT CASE WHEN n < ${shape.inboxes} THEN $1::uuid ELSE $2::uuid END, ${idSql('inbox', 'n')}, 'whatsapp', 'WhatsApp ' || n,
       n::text, 'bench-' || n, '' FROM generate_series(0, ${shape.tenants * shape.inboxes - 1}) AS n`,
    [tenantId, secondTenant],
  )
  const [all, limited] = [0, 1].map(n => ({ memberId: idOf('member', n), email: `agent-${n}@bench.example` }))
  const inboxIds = Array.from({ length: limitedInboxes }, (_, n) => idOf('inbox', n))
  await lane.query(
    'INSERT INTO inbox_access (tenant_id, member_id, inbox_id) SELECT $1, $2, unnest($3::uuid[])',
    [tenantId, limited?.memberId, inboxIds],
  )
  return { all: { ...all, inboxIds: null }, limited: { ...limited, inboxIds } } as World['agents']
}
