import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fake-server.ts'
import { startWhatsappFake, type WhatsappFake } from './whatsapp.ts'

const account = { phoneNumberId: '100200300400', accessToken: 'EXAMPLE', appSecret: 'example-secret' }
let fake: WhatsappFake
let app: FakeServer
let answer: (request: FakeRequest) => FakeAnswer
let posts: FakeRequest[]

beforeEach(async () => {
  posts = []
  answer = () => ({ status: 200 })
  app = await startFakeServer(request => {
    posts.push(request)
    return answer(request)
  })
  fake = await startWhatsappFake({ ...account, autoReceipts: true })
})
afterEach(async () => {
  await fake.stop()
  await app.stop()
})

const thandi = { phone: '+27821230001', name: 'Thandi' }
const sipho = { phone: '+27821230002', name: 'Sipho' }

function send(text: string): Promise<Response> {
  const message = { messaging_product: 'whatsapp', to: '27821230001', type: 'text', text: { body: text } }
  return fetch(`${fake.url}/v23.0/${account.phoneNumberId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${account.accessToken}` },
    body: JSON.stringify({ ...message, biz_opaque_callback_data: 'attempt-1' }),
  })
}

type Value = {
  messages?: { id: string }[]
  statuses?: { status: string; biz_opaque_callback_data: string }[]
}
const valuesOf = (request: FakeRequest): Value[] =>
  (request.json as { entry: { changes: { value: Value }[] }[] }).entry.flatMap(entry =>
    entry.changes.map(change => change.value),
  )

test('webhooks wait for an address, are signed, and a batch is one post', async () => {
  const wamids = fake.batch([
    { ...thandi, text: 'No internet' },
    { ...sipho, text: 'Mine too' },
    { ...thandi, text: 'Since six' },
  ])
  expect(fake.pending()).toBe(1)
  fake.setHookUrl(app.url)
  await fake.idle()
  const [post] = posts
  expect(posts).toHaveLength(1)
  expect(post && valuesOf(post).flatMap(value => value.messages?.map(message => message.id))).toEqual(wamids)
  const signature = createHmac('sha256', account.appSecret)
    .update(post?.body ?? '')
    .digest('hex')
  expect(post?.headers['x-hub-signature-256']).toBe(`sha256=${signature}`)
})

test('a post is repeated through 5xx and broken connections until 2xx', async () => {
  const answers: FakeAnswer[] = [{ status: 503 }, 'hang-up', { status: 200 }]
  answer = () => answers.shift() ?? { status: 200 }
  fake.setHookUrl(app.url)
  fake.customerSays({ ...thandi, text: 'Hello?' })
  await fake.idle()
  expect(posts).toHaveLength(3)
  expect(new Set(posts.map(post => post.body.toString())).size).toBe(1)
})

test("one person's messages keep their order, and a refused one does not hold up others", async () => {
  const refused = new Set<string>()
  answer = request => {
    const id = valuesOf(request)[0]?.messages?.[0]?.id ?? ''
    const again = refused.has(id)
    refused.add(id)
    return { status: again ? 200 : 500 }
  }
  fake.setHookUrl(app.url)
  const sent = fake.customerSays({ ...thandi, text: '1' }).concat(fake.customerSays({ ...thandi, text: '2' }))
  fake.customerSays({ ...sipho, text: 'a' })
  await fake.idle()
  const order = posts.map(post => valuesOf(post)[0]?.messages?.[0]?.id ?? '').filter(id => sent.includes(id))
  expect(order).toEqual([sent[0], sent[0], sent[1], sent[1]])
  expect(posts).toHaveLength(6)
})

test('accepted messages are reported sent, delivered and read with our reference, even after a 500', async () => {
  fake.setHookUrl(app.url)
  fake.failNext('accept-then-500')
  expect((await send('We are on it')).status).toBe(500)
  await fake.idle()
  expect(fake.ledger).toMatchObject([{ to: '+27821230001', text: 'We are on it', ref: 'attempt-1' }])
  const statuses = posts.flatMap(valuesOf).flatMap(value => value.statuses ?? [])
  expect(statuses.map(entry => entry.status)).toEqual(['sent', 'delivered', 'read'])
  expect(new Set(statuses.map(entry => entry.biz_opaque_callback_data))).toEqual(new Set(['attempt-1']))
})

test('what was refused is neither in the ledger nor reported', async () => {
  fake.setHookUrl(app.url)
  for (const kind of ['refuse-4xx', 'rate-limit', 'server-error-before', 'signed-out'] as const)
    fake.failNext(kind)
  const answered = [await send('1'), await send('2'), await send('3'), await send('4'), await send('')]
  expect(answered.map(response => response.status)).toEqual([400, 429, 503, 401, 400])
  expect(fake.ledger).toEqual([])
  expect(fake.pending()).toBe(0)
})

test('the handshake is passed only by a hook that echoes the challenge', async () => {
  fake.setHookUrl(app.url)
  expect(await fake.handshake('word')).toBe(false)
  answer = ({ query }) => ({ status: 200, bytes: Buffer.from(query.get('hub.challenge') ?? '') })
  expect(await fake.handshake('word')).toBe(true)
})

test('stopping drops what is pending and lets waiters go', async () => {
  fake.customerSays({ ...thandi, text: 'Nobody listens' })
  const idle = fake.idle()
  await fake.stop()
  await idle
  expect(fake.pending()).toBe(0)
})
