import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { startTwilioFake, type TwilioFake } from './twilio.ts'
import { twilioSignature } from './twilio-signature.ts'

const accountSid = `AC${'0'.repeat(32)}`
const authToken = 'token'
const closing: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function fakeTwilio(options: { autoReceipts?: boolean } = {}) {
  const fake = await startTwilioFake({ accountSid, authToken, ...options })
  closing.push(() => fake.stop())
  return fake
}

/** An app that takes posts, answering the given statuses first, and notes what it took and whether it was signed. */
async function startApp(options: { statuses?: number[]; port?: number } = {}) {
  const statuses = options.statuses ?? []
  const taken: { path: string; signed: boolean; fields: Record<string, string> }[] = []
  let tries = 0
  const server = createServer(async (request, response) => {
    const body = await request.setEncoding('utf8').toArray()
    const fields = Object.fromEntries(new URLSearchParams(body.join('')))
    const status = statuses[tries++] ?? 200
    const signature = twilioSignature(authToken, `http://${request.headers.host}${request.url}`, fields)
    const signed = request.headers['x-twilio-signature'] === signature
    if (status === 200) taken.push({ path: request.url ?? '', signed, fields })
    response.writeHead(status).end()
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.closeAllConnections()
    if (server.listening) await new Promise(resolve => server.close(resolve))
  }
  closing.push(stop)
  const { port } = server.address() as AddressInfo
  return { taken, stop, port, url: `http://127.0.0.1:${port}/hook`, tries: () => tries }
}

const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
const call = (fake: TwilioFake, path: string, form?: Record<string, string>, auth = authorization) =>
  fetch(`${fake.url}/2010-04-01/Accounts/${accountSid}${path}`, {
    method: form ? 'POST' : 'GET',
    headers: { authorization: auth },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })

test('a message is listed by recipient and day, and found by its sid', async () => {
  const fake = await fakeTwilio()
  const created = await call(fake, '/Messages.json', {
    To: '+27821230001',
    From: '+27821230000',
    Body: 'one',
  })
  expect(created.status).toBe(201)
  await call(fake, '/Messages.json', { To: '+27821230002', From: '+27821230000', Body: 'two' })
  const bodies = async (query: string) => {
    const answer = (await (await call(fake, `/Messages.json?${query}`)).json()) as {
      messages: { body: string }[]
    }
    return answer.messages.map(message => message.body)
  }
  const day = fake.ledger[0]!.at.toISOString().slice(0, 10)
  expect(await bodies('')).toEqual(['two', 'one'])
  expect(await bodies(`To=%2B27821230001&DateSent=${day}`)).toEqual(['one'])
  expect(await bodies('DateSent>=2000-01-01&DateSent<=2000-01-02')).toEqual([])
  const one = await call(fake, `/Messages/${fake.ledger[0]!.sid}.json`)
  expect(await one.json()).toMatchObject({ body: 'one', status: 'queued', to: '+27821230001' })
})

test('without the right token nothing is accepted', async () => {
  const fake = await fakeTwilio()
  const form = { To: '+27821230001', From: '+27821230000', Body: 'x' }
  expect((await call(fake, '/Messages.json', form, 'Basic eDp5')).status).toBe(401)
  expect((await call(fake, '.json', undefined, '')).status).toBe(401)
  expect(fake.ledger).toEqual([])
})

test('a customer message is posted signed and repeated until it is taken, once', async () => {
  const fake = await fakeTwilio()
  const app = await startApp({ statuses: [503, 500, 404] })
  fake.setHookUrl(app.url)
  const sid = fake.customerTexts({ from: '+27821230001', to: '+27821230000', body: 'héllo & more' })
  expect(fake.pending()).toBe(1)
  await fake.idle()
  expect(fake.pending()).toBe(0)
  expect(app.tries()).toBe(4)
  expect(app.taken).toMatchObject([{ signed: true, fields: { MessageSid: sid, Body: 'héllo & more' } }])
})

test('an app that is down gets its posts when it is back', async () => {
  const fake = await fakeTwilio()
  const before = await startApp()
  await before.stop()
  fake.setHookUrl(before.url)
  fake.customerTexts({ from: '+27821230001', to: '+27821230000', body: 'anybody there?' })
  const after = await startApp({ port: before.port })
  await fake.idle()
  expect(after.taken.map(post => post.fields.Body)).toEqual(['anybody there?'])
})

test('receipts come in order to the callback of the message, signed over its whole address', async () => {
  const fake = await fakeTwilio({ autoReceipts: true })
  const app = await startApp({ statuses: [500] })
  const form = { To: '+27821230001', From: '+27821230000', Body: 'x', StatusCallback: `${app.url}?ref=a1` }
  await call(fake, '/Messages.json', form)
  await fake.idle()
  expect(fake.ledger[0]?.ref).toBe('a1')
  expect(app.taken.map(post => [post.path, post.signed, post.fields.MessageStatus])).toEqual([
    ['/hook?ref=a1', true, 'sent'],
    ['/hook?ref=a1', true, 'delivered'],
  ])
})

test('stop ends everything that is pending', async () => {
  const fake = await fakeTwilio()
  fake.setHookUrl('http://127.0.0.1:1/nobody')
  fake.customerTexts({ from: '+27821230001', to: '+27821230000', body: 'x' })
  await fake.stop()
  expect(fake.pending()).toBe(0)
})
