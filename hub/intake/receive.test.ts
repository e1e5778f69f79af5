import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTrunkline, type Trunkline } from '../../test/trunkline.ts'
import { receive } from './receive.ts'
import { type StoredRaw, storeRaw } from './store-raw.ts'
import { sweepInbox } from './sweep.ts'

const meta = { phoneNumberId: '1061234567', accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' }
let trunkline: Trunkline
let inboxId: string

beforeAll(async () => {
  // Only the web role: nothing sweeps behind the test's back.
  trunkline = await startTrunkline({ roles: ['web'] })
  inboxId = (await trunkline.inbox('whatsapp', meta)).id
})
afterAll(() => trunkline.close())

const rawOf = (phone: string, id: string, text: string) =>
  Buffer.from(
    JSON.stringify({
      metadata: { phone_number_id: meta.phoneNumberId },
      contacts: [{ wa_id: phone, profile: { name: 'Thandi' } }],
      message: { from: phone, id, timestamp: '1760000000', type: 'text', text: { body: text } },
    }),
  )

const statusOf = (id: string, status: string) =>
  Buffer.from(
    JSON.stringify({
      metadata: { phone_number_id: meta.phoneNumberId },
      status: { id, status, timestamp: '1760000000' },
    }),
  )

const store = (items: { key: string; raw: Buffer }[]): Promise<StoredRaw[]> =>
  trunkline.app.db.withTenant(trunkline.tenantId, tx =>
    storeRaw(
      tx,
      items.map(item => ({ inboxId, ...item })),
    ),
  )

const rows = async <R extends object>(text: string, values: unknown[] = []) =>
  (await trunkline.app.db.withTenant(trunkline.tenantId, tx => tx.query<R>(text, values))).rows

it('opens one conversation for a new person whose messages are received at the same moment', async () => {
  const texts = Array.from({ length: 12 }, (_, at) => `rush ${at}`)
  const stored = await store(texts.map(text => ({ key: text, raw: rawOf('27821230001', text, text) })))
  // Each alone and all at once, as several processes would.
  await Promise.all(stored.map(item => receive(trunkline.app, trunkline.tenantId, [item])))
  while ((await sweepInbox(trunkline.app, trunkline.tenantId, 0)) > 0);
  const contacts = await rows('SELECT id FROM contacts')
  const conversations = await rows<{ id: string; last_seq: number; inbound_count: number }>(
    'SELECT * FROM conversations',
  )
  expect(contacts).toHaveLength(1)
  expect(conversations).toMatchObject([{ last_seq: 12, inbound_count: 12 }])
  const messages = await rows<{ seq: number; text: string }>('SELECT seq, text FROM messages ORDER BY seq')
  expect(messages.map(message => message.seq)).toEqual(texts.map((_, at) => at + 1))
  expect(messages.map(message => message.text).sort()).toEqual([...texts].sort())
})

it('receives an item once, however many try at the same time', async () => {
  const stored = await store([{ key: 'once', raw: rawOf('27821230002', 'once', 'only once') }])
  await Promise.all(Array.from({ length: 8 }, () => receive(trunkline.app, trunkline.tenantId, stored)))
  expect(await rows(`SELECT 1 FROM messages WHERE text = 'only once'`)).toHaveLength(1)
  expect(await rows(`SELECT 1 FROM inbox_events WHERE key = 'once' AND state = 'handled'`)).toHaveLength(1)
})

it('stores a known key as a no-op', async () => {
  expect(await store([{ key: 'again', raw: rawOf('27821230003', 'again', 'x') }])).toHaveLength(1)
  expect(await store([{ key: 'again', raw: rawOf('27821230003', 'again', 'y') }])).toHaveLength(0)
})

it('goes on with the chat when the customer writes again after it was resolved', async () => {
  const [first] = await store([{ key: 'r1', raw: rawOf('27821230004', 'r1', 'broken') }])
  await receive(trunkline.app, trunkline.tenantId, [first as StoredRaw])
  await rows(
    `UPDATE conversations SET status = 'resolved', resolved_at = now() WHERE last_preview = 'broken'`,
  )
  const [second] = await store([{ key: 'r2', raw: rawOf('27821230004', 'r2', 'broken again') }])
  await receive(trunkline.app, trunkline.tenantId, [second as StoredRaw])
  expect(await rows(`SELECT 1 FROM conversations WHERE last_preview LIKE 'broken%'`)).toHaveLength(1)
  const events = await rows<{ type: string }>(
    `SELECT e.type FROM events e JOIN conversations c ON c.id = e.conversation_id WHERE c.last_preview = 'broken again' ORDER BY e.seq`,
  )
  expect(events.map(event => event.type)).toEqual([
    'message.received',
    'conversation.reopened',
    'message.received',
  ])
})

it('lets a receipt wait for its message, and gives up on one that never comes', async () => {
  const [early] = await store([{ key: 's1', raw: statusOf('wamid.unknown', 'delivered') }])
  await receive(trunkline.app, trunkline.tenantId, [early as StoredRaw])
  expect(await rows(`SELECT next_try_at FROM inbox_events WHERE key = 's1' AND state = 'new'`)).toHaveLength(
    1,
  )
  const old = { ...(early as StoredRaw), receivedAt: new Date(Date.now() - 11 * 60_000) }
  await receive(trunkline.app, trunkline.tenantId, [old])
  expect(await rows(`SELECT 1 FROM inbox_events WHERE key = 's1' AND state = 'handled'`)).toHaveLength(1)
})

it('takes NUL and half characters out of a text instead of stumbling over it', async () => {
  const [odd] = await store([{ key: 'odd', raw: rawOf('27821230005', 'odd', 'a\u0000b\ud83d c') }])
  await receive(trunkline.app, trunkline.tenantId, [odd as StoredRaw])
  expect(await rows(`SELECT text FROM messages WHERE external_id = 'odd'`)).toEqual([{ text: 'ab\ufffd c' }])
})

it('parks an item that can never be received, and what is behind it goes on', async () => {
  const [bad] = await store([{ key: 'bad', raw: rawOf('27821230006', 'bad', 'poison') }])
  const owner = new (await import('pg')).default.Client({ connectionString: trunkline.ownerUrl })
  await owner.connect()
  await owner.query(
    `CREATE FUNCTION no_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF NEW.text = 'poison' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$;
     CREATE TRIGGER no_poison BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION no_poison()`,
  )
  const [good] = await store([{ key: 'good', raw: rawOf('27821230007', 'good', 'fine') }])
  await receive(trunkline.app, trunkline.tenantId, [bad as StoredRaw, good as StoredRaw])
  expect(await rows(`SELECT 1 FROM messages WHERE text = 'fine'`)).toHaveLength(1)
  for (let tries = 1; tries < 8; tries++) await receive(trunkline.app, trunkline.tenantId, [bad as StoredRaw])
  expect(await rows(`SELECT state, tries, error FROM inbox_events WHERE key = 'bad'`)).toEqual([
    { state: 'parked', tries: 8, error: 'poison' },
  ])
  await owner.query('DROP TRIGGER no_poison ON messages')
  await owner.end()
  const admin = await trunkline.member({ role: 'admin' })
  const replay = await trunkline.call(admin, 'POST', `/api/inboxes/${inboxId}/replay`)
  expect(replay).toMatchObject({ status: 200, body: { requeued: 1 } })
  await sweepInbox(trunkline.app, trunkline.tenantId, 0)
  expect(await rows(`SELECT 1 FROM messages WHERE text = 'poison'`)).toHaveLength(1)
})
