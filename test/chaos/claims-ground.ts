/** An installation with a crowd of agents, signed in, and open conversations that are nobody's. */
import { createHmac, randomUUID } from 'node:crypto'
import { newId } from '../../platform/ids.ts'
import { type Installation, startInstallation } from '../prove/installation.ts'

export type Agent = { id: string; name: string; cookie: string }

export type ClaimsGround = {
  at: Installation
  tenantId: string
  agents: Agent[]
  conversationIds: string[]
}

export async function layClaimsGround(agents: number, conversations: number): Promise<ClaimsGround> {
  const at = await startInstallation()
  try {
    const tenantId = newId()
    await at.owner.query(
      `INSERT INTO tenants (tenant_id, name, slug, currency) VALUES ($1, 'Crowd ISP', 'crowd', 'ZAR')`,
      [tenantId],
    )
    const ground = { at, tenantId }
    return {
      ...ground,
      agents: await addAgents(ground, agents),
      conversationIds: await addConversations(ground, conversations),
    }
  } catch (error) {
    await at.stop()
    throw error
  }
}

type Ground = Pick<ClaimsGround, 'at' | 'tenantId'>

/** Their sessions are written as a sign-in writes them: the claims are judged here, not two hundred password hashes. */
async function addAgents({ at, tenantId }: Ground, count: number): Promise<Agent[]> {
  const { secret, authCookies } = await at.app.auth.$context
  const people = Array.from({ length: count }, (_, index) => {
    const token = randomUUID()
    const signature = createHmac('sha256', secret).update(token).digest('base64')
    return {
      id: newId(),
      userId: newId(),
      sessionId: newId(),
      name: `Agent ${index + 1}`,
      email: `agent${index + 1}@crowd.example`,
      token,
      cookie: `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`,
    }
  })
  const rows = [JSON.stringify(people)]
  const read = (columns: string) => `FROM json_to_recordset($1::json) AS x(${columns})`
  await at.owner.query(
    `INSERT INTO auth_users (id, name, email, email_verified)
     SELECT "userId", name, email, true ${read('"userId" text, name text, email text')}`,
    rows,
  )
  await at.owner.query(
    `INSERT INTO auth_sessions (id, user_id, token, expires_at, method)
     SELECT "sessionId", "userId", token, now() + interval '1 day', 'password'
     ${read('"sessionId" text, "userId" text, token text')}`,
    rows,
  )
  await at.app.db.withTenant(tenantId, tx =>
    tx.query(
      `INSERT INTO members (id, user_id, name, email, role, all_inboxes)
       SELECT id, "userId", name, email, 'agent', true
       ${read('id uuid, "userId" text, name text, email text')}`,
      rows,
    ),
  )
  return people.map(({ id, name, cookie }) => ({ id, name, cookie }))
}

async function addConversations({ at, tenantId }: Ground, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    contact_id: newId(),
    name: `Customer ${index + 1}`,
  }))
  const inboxId = newId()
  await at.app.db.withTenant(tenantId, async tx => {
    await tx.query(
      'INSERT INTO contacts (id, name) SELECT contact_id, name FROM json_to_recordset($1::json) AS x(contact_id uuid, name text)',
      [JSON.stringify(rows)],
    )
    await tx.query(
      `INSERT INTO conversations (id, contact_id, thread, inbox_ids, last_message_at, last_channel)
       SELECT id, contact_id, 'chat', ARRAY[$2::uuid], now(), 'sms'
       FROM json_to_recordset($1::json) AS x(id uuid, contact_id uuid)`,
      [JSON.stringify(rows), inboxId],
    )
  })
  return rows.map(row => row.id)
}
