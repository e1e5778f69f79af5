/**
 * What a webhook costs at the least: Express, one transaction of four statements, Socket.IO. No tenants, no raw copy, no
 * events, no receipts. It verifies the same signature and refuses the same duplicates as the product.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import express from 'express'
import pg from 'pg'
import { Server } from 'socket.io'
import { announce, order } from './host.ts'

const { databaseUrl = '', port = '', appSecret = '' } = order()
const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 })
await pool.query(`
  CREATE TABLE identities (id uuid PRIMARY KEY, phone text NOT NULL UNIQUE, name text NOT NULL);
  CREATE TABLE conversations (id uuid PRIMARY KEY, identity_id uuid NOT NULL UNIQUE REFERENCES identities,
    last_seq bigint NOT NULL DEFAULT 0, last_preview text NOT NULL DEFAULT '', last_message_at timestamptz);
  CREATE TABLE messages (id uuid PRIMARY KEY, conversation_id uuid NOT NULL REFERENCES conversations,
    seq bigint NOT NULL, external_id text NOT NULL UNIQUE, text text NOT NULL, created_at timestamptz NOT NULL)`)

type Said = { phone: string; name: string; externalId: string; text: string }
type Conversation = { id: string; last_seq: string }

const ask = (client: pg.PoolClient, name: string, text: string, values: unknown[]) =>
  client.query({ name, text, values })

async function store(said: Said) {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const live = await write(client, said)
    await client.query('COMMIT')
    return live
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

/** Null when the message is there already. */
async function write(client: pg.PoolClient, { phone, name, externalId, text }: Said) {
  const identity = await ask(
    client,
    'upsert-identity',
    'INSERT INTO identities VALUES ($1, $2, $3) ON CONFLICT (phone) DO UPDATE SET name = EXCLUDED.name RETURNING id',
    [randomUUID(), phone, name],
  )
  const conversation = await lock(client, identity.rows[0].id)
  const seq = Number(conversation.last_seq) + 1
  const message = { id: randomUUID(), conversationId: conversation.id, seq, text, at: new Date() }
  const inserted = await ask(
    client,
    'insert-message',
    'INSERT INTO messages VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (external_id) DO NOTHING',
    [message.id, message.conversationId, seq, externalId, text, message.at],
  )
  if (inserted.rowCount === 0) return null
  await ask(
    client,
    'update-conversation',
    'UPDATE conversations SET last_seq = $2, last_preview = $3, last_message_at = $4 WHERE id = $1',
    [conversation.id, seq, text, message.at],
  )
  return { type: 'message.received', conversationId: conversation.id, seq, message }
}

/** The sender's conversation under its row lock; made when they write for the first time. */
async function lock(client: pg.PoolClient, identityId: string): Promise<Conversation> {
  const select = 'SELECT id, last_seq FROM conversations WHERE identity_id = $1 FOR UPDATE'
  const found = await ask(client, 'lock-conversation', select, [identityId])
  if (found.rows[0]) return found.rows[0]
  const insert = 'INSERT INTO conversations (id, identity_id) VALUES ($1, $2) RETURNING id, last_seq'
  return (await client.query(insert, [randomUUID(), identityId])).rows[0]
}

function signed(body: Buffer, signature: string | undefined): boolean {
  const wanted = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`)
  const given = Buffer.from(signature ?? '')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

const app = express()
const http = createServer(app)
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
app.post('/hooks/whatsapp', express.raw({ type: 'application/json' }), async (req, res) => {
  if (!signed(req.body, req.get('x-hub-signature-256'))) return void res.sendStatus(401)
  const { contacts, messages } = JSON.parse(req.body.toString('utf8')).entry[0].changes[0].value
  const live = await store({
    phone: messages[0].from,
    name: contacts[0].profile.name,
    externalId: messages[0].id,
    text: messages[0].text.body,
  })
  if (live) io.emit('event', live)
  res.sendStatus(200)
})
http.listen(Number(port), '127.0.0.1', () =>
  announce({ url: `http://127.0.0.1:${port}` }, async () => {
    await io.close()
    await pool.end()
  }),
)
