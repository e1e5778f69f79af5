/** Three hundred agents in six teams: each team has an inbox of its own, and all of them one more. */
import { createHmac, randomUUID } from 'node:crypto'
import pg from 'pg'
import { type Installed, signIn } from './installation.ts'

export const teams = 6
export const teamSize = 50
/** Senders of each inbox; nobody writes to two, or their conversation would be seen by both teams. */
const senders = 30
const appSecret = 'bench-app-secret'

export type Agents = { cookies: string[]; hooks: Hook[] }
/** `hooks[teams]` is that of the inbox which everybody sees. */
export type Hook = { url: string; account: string; place: number }

export async function openAgents(product: Installed): Promise<Agents> {
  const cookie = await signIn(product.url, product.owner)
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json', origin: product.url, cookie }
    const answer = await fetch(product.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  const memberIds = await addMembers(product.databaseUrl)
  const hooks: Hook[] = []
  const inboxIds: string[] = []
  for (let place = 0; place <= teams; place += 1) {
    const id = randomUUID()
    const account = String(100_200_300 + place)
    const settings = {
      phoneNumberId: account,
      accessToken: 'bench-token',
      appSecret,
      verifyToken: 'bench-verify',
    }
    const made = (await post('/api/inboxes', {
      id,
      channel: 'whatsapp',
      name: `Inbox ${place}`,
      settings,
    })) as {
      hookUrl: string
    }
    hooks.push({ url: made.hookUrl, account, place })
    inboxIds.push(id)
  }
  for (let team = 0; team < teams; team += 1) {
    await post('/api/teams', {
      name: `Team ${team}`,
      memberIds: memberIds.slice(team * teamSize, (team + 1) * teamSize),
      inboxIds: [inboxIds[team], inboxIds[teams]],
    })
  }
  const cookies: string[] = []
  for (let n = 0; n < memberIds.length; n += 1)
    cookies.push(await signIn(product.url, { email: emailOf(n), password: product.owner.password }))
  return { cookies, hooks }
}

const emailOf = (n: number) => `agent-${n}@bench.example`

/** They have the owner's password: hashing three hundred more takes long and measures nothing. */
async function addMembers(databaseUrl: string): Promise<string[]> {
  const owner = new pg.Client(databaseUrl)
  await owner.connect()
  try {
    const all = `FROM generate_series(0, ${teams * teamSize - 1}) AS n`
    const person = `'agent-' || n`
    await owner.query(`INSERT INTO auth_users (id, name, email, email_verified)
      SELECT ${person}, 'Agent ' || n, ${person} || '@bench.example', true ${all}`)
    await owner.query(`INSERT INTO auth_accounts (id, user_id, account_id, provider_id, password)
      SELECT ${person}, ${person}, ${person}, 'credential', (SELECT password FROM auth_accounts LIMIT 1) ${all}`)
    const { rows } = await owner.query<{
      id: string
    }>(`INSERT INTO members (tenant_id, id, user_id, name, email, role)
      SELECT (SELECT tenant_id FROM tenants), gen_random_uuid(), ${person}, 'Agent ' || n, ${person} || '@bench.example', 'agent'
      ${all} ORDER BY n RETURNING id`)
    return rows.map(row => row.id)
  } finally {
    await owner.end()
  }
}

/** The bytes of a signed webhook with one message of this text. */
export function webhook(hook: Hook, n: number, text: string): Buffer {
  const { host, pathname } = new URL(hook.url)
  const from = `2782${String(1_000_000 + hook.place * 1000 + (n % senders))}`
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '27215550100', phone_number_id: hook.account },
    contacts: [{ profile: { name: `Customer ${n % senders}` }, wa_id: from }],
    messages: [
      { from, id: `wamid.${randomUUID()}`, timestamp: '1767250800', type: 'text', text: { body: text } },
    ],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '900800700', changes: [{ field: 'messages', value }] }],
  })
  const signature = createHmac('sha256', appSecret).update(body).digest('hex')
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
      `X-Hub-Signature-256: sha256=${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
