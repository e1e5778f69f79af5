/** What the screen is measured on: a provider with fifty thousand conversations, one of them ten thousand messages long. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Hook } from './fanout-world.ts'
import { fillInbox, type World } from './inbox-fill.ts'
import { idSql } from './inbox-rows.ts'
import { type Installed, type Person, signIn } from './installation.ts'

export type Scenery = { person: Person; longId: string; hook: Hook }

/** The first tenant gets four of five conversations: 56,000 of these, nine of ten of them resolved. */
const size = { conversations: 70_000, messages: 700_000 }
export const longThread = 10_000

export async function fillScenery(product: Installed): Promise<Scenery> {
  const hook = await openInbox(product)
  const world = await fillInbox(product, size, '')
  const longId = await lengthenOne(product.databaseUrl, world)
  return { person: { email: world.agents.all.email, password: product.owner.password }, longId, hook }
}

/** A connected number, so that customers can write while the screen is watched. */
async function openInbox(product: Installed): Promise<Hook> {
  const cookie = await signIn(product.url, product.owner)
  const account = '100200399'
  const settings = {
    phoneNumberId: account,
    accessToken: 'bench-token',
    appSecret: 'bench-app-secret',
    verifyToken: 'bench-verify',
  }
  const answer = await fetch(`${product.url}/api/inboxes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: product.url, cookie },
    body: JSON.stringify({ id: randomUUID(), channel: 'whatsapp', name: 'Live', settings }),
  })
  if (!answer.ok) throw new Error(`The inbox was not made: ${answer.status} ${await answer.text()}`)
  const { hookUrl } = (await answer.json()) as { hookUrl: string }
  return { url: hookUrl, account, place: 0 }
}

/** The newest open conversation of the first tenant gets its ten thousand messages, each with its event. */
async function lengthenOne(databaseUrl: string, world: World): Promise<string> {
  const owner = new pg.Client(databaseUrl)
  await owner.connect()
  try {
    await owner.query("SET session_replication_role = replica; SET work_mem = '64MB'")
    const { rows } = await owner.query<{ id: string; last_seq: number; inbox: string; contact: string }>(
      `SELECT id, last_seq::int, inbox_ids[1] AS inbox, contact_id AS contact FROM conversations
       WHERE tenant_id = $1 AND status = 'open' AND last_channel = 'whatsapp' ORDER BY last_message_at DESC LIMIT 1`,
      [world.tenantId],
    )
    const [row] = rows
    if (!row) throw new Error('no open conversation was filled')
    const more = `FROM generate_series(${row.last_seq + 1}, ${longThread}) AS n`
    const id = (kind: 'message' | 'event') => idSql(kind, '(900000000 + n)')
    await owner.query(
      `INSERT INTO messages (tenant_id, id, conversation_id, seq, direction, inbox_id, channel, author_name, text, external_id, state, created_at)
       SELECT $1, ${id('message')}, $2, n, CASE WHEN n % 3 = 0 THEN 'in' ELSE 'out' END, $3, 'whatsapp',
         CASE WHEN n % 3 = 0 THEN NULL ELSE 'A colleague' END, 'Line ' || n || ' of a long story, which goes on and on.', 'long.' || n,
         CASE WHEN n % 3 = 0 THEN 'received' ELSE 'delivered' END, now() - (${longThread} - n) * interval '1 minute' ${more}`,
      [world.tenantId, row.id, row.inbox],
    )
    await owner.query(
      `INSERT INTO events (tenant_id, id, conversation_id, seq, type, data, at)
       SELECT $1, ${id('event')}, $2::uuid, n, 'message.received', jsonb_build_object('messageId', ${id('message')}), now() ${more}`,
      [world.tenantId, row.id],
    )
    await owner.query(
      `UPDATE conversations SET last_seq = $3::int, inbound_count = $3::int / 3, last_message_at = now() WHERE tenant_id = $1 AND id = $2`,
      [world.tenantId, row.id, longThread],
    )
    await owner.query('ANALYZE messages')
    return row.id
  } finally {
    await owner.end()
  }
}
