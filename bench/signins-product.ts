/** The product as it is started for real, behind a proxy it trusts: five hundred people and two thousand conversations. */
import pg from 'pg'
import { migrate } from '../db/migrate.ts'
import { seedEmpty } from '../db/seed/index.ts'
import { receiveMessages } from '../hub/conversations/receive-messages.ts'
import { sealSettings } from '../hub/inboxes/settings.ts'
import { type Running, startProcess } from '../hub/main.ts'
import { readConfig } from '../platform/config.ts'
import { createUser } from '../platform/identity/create-user.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { deriveFrom } from '../platform/secrets/index.ts'
import { announce, order } from './host.ts'
import { people } from './signins-people.ts'

const conversations = 2_000
const { databaseUrl = '', dataDir = '', port = '', email = '', password = '' } = order()
const secretKey = 'b4'.repeat(32)

await migrate(databaseUrl, deriveFrom(secretKey, 'database roles'))
const config = readConfig({
  NODE_ENV: 'test',
  PORT: port,
  DATA_DIR: dataDir,
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  TRUST_PROXY: '127.0.0.1',
  RADIUS_AUTH_PORT: '0',
  RADIUS_ACCT_PORT: '0',
  LOG_LEVEL: 'error',
})
const running = await startProcess({
  config,
  log: createLog(config.LOG_LEVEL),
  secretKey,
  database: { ownerUrl: databaseUrl, embedded: true, stop: async () => {} },
})
const { db } = running.app
await seedEmpty({
  db,
  ownerUrl: databaseUrl,
  createUser: input => createUser(db, input),
  log: () => {},
  tenantName: 'Bench Fibre',
  adminEmail: email,
  adminName: 'Lerato',
  adminPassword: password,
})
const [tenant] = await db.platform<{ tenant_id: string }>('SELECT tenant_id FROM tenants')
const tenantId = tenant?.tenant_id ?? ''
await addPeople(tenantId)
await addConversations(running, tenantId)
announce({ url: config.publicUrl }, running.stop)

/** The admin's own hash for everybody: five hundred of them would take half a minute. */
async function addPeople(tenantId: string): Promise<void> {
  const owner = new pg.Client({ connectionString: databaseUrl })
  await owner.connect()
  const person = `'person-' || n`
  const all = `FROM generate_series(0, ${people.count - 1}) AS n`
  await owner.query(`INSERT INTO auth_users (id, name, email, email_verified)
    SELECT ${person}, 'Person ' || n, ${person} || '@${people.domain}', true ${all}`)
  await owner.query(`INSERT INTO auth_accounts (id, user_id, account_id, provider_id, password)
    SELECT ${person}, ${person}, ${person}, 'credential', (SELECT password FROM auth_accounts LIMIT 1) ${all}`)
  await owner.query(
    `INSERT INTO members (tenant_id, id, user_id, name, email, role)
     SELECT $1, gen_random_uuid(), ${person}, 'Person ' || n, ${person} || '@${people.domain}', 'agent' ${all}`,
    [tenantId],
  )
  await owner.end()
}

async function addConversations({ app }: Running, tenantId: string): Promise<void> {
  const inboxId = newId()
  const settings = { phoneNumberId: '100200300', accessToken: 'a', appSecret: 'b', verifyToken: 'c' }
  const sealed = await sealSettings(app.secrets, tenantId, inboxId, settings)
  await app.db.withTenant(tenantId, tx =>
    tx.query(
      `INSERT INTO inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, 'whatsapp', 'WhatsApp', '1', 'bench', $2)`,
      [inboxId, sealed],
    ),
  )
  const inbox = await app.inboxes.byId(tenantId, inboxId)
  if (!inbox) throw new Error('the inbox just made is not found')
  const perBatch = 100
  for (let first = 0; first < conversations; first += perBatch) {
    const receivedAt = new Date()
    const numbers = Array.from({ length: perBatch }, (_, n) => first + n)
    await app.db.withTenant(tenantId, async tx => {
      const raws = numbers.map(n => ({ id: newId(), key: `wamid.${n}` }))
      for (const { id, key } of raws) {
        await tx.query(
          `INSERT INTO inbox_events (id, inbox_id, key, raw, state) VALUES ($1, $2, $3, '', 'done')`,
          [id, inboxId, key],
        )
      }
      const arrivals = raws.map(({ id, key }, at) => ({
        message: messageOf(numbers[at] ?? 0, key),
        inbox,
        inboxEventId: id,
        receivedAt,
      }))
      await receiveMessages(tx, arrivals, receivedAt)
    })
  }
}

function messageOf(n: number, externalId: string) {
  const value = `+2782${String(1_000_000 + n)}`
  return {
    type: 'message' as const,
    externalId,
    from: { kind: 'phone' as const, value, name: `Customer ${n}` },
    text: `Good morning, my internet is down since six and the light on the router is red. Number ${n}`,
    sentAt: null,
    attachments: [],
    references: [],
    automatic: false,
    flags: [],
  }
}
