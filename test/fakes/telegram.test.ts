import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FakeServer, startFakeServer } from './fake-server.ts'
import { startTelegramFake, type TelegramFake } from './telegram.ts'

const botToken = '700100:EXAMPLE-bot-token'
let fake: TelegramFake
let app: FakeServer | undefined

beforeEach(async () => {
  fake = await startTelegramFake({ botToken, firstUpdateId: 100 })
})
afterEach(async () => {
  await fake.stop()
  await app?.stop()
  app = undefined
})

type Answer = { ok: boolean; result: Record<string, unknown> & { update_id: number }[]; description?: string }

async function call(method: string, params: object = {}): Promise<Answer> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  }
  return (await fetch(`${fake.url}/bot${botToken}/${method}`, init)).json() as Promise<Answer>
}
const says = (text: string) => fake.customerSays({ chatId: 55501, name: 'Lerato', text })
const ids = (answer: Answer) => answer.result.map(update => update.update_id)

test('updates come again until an offset confirms them', async () => {
  says('one')
  says('two')
  expect(ids(await call('getUpdates'))).toEqual([100, 101])
  expect(ids(await call('getUpdates'))).toEqual([100, 101])
  expect(ids(await call('getUpdates', { offset: 101 }))).toEqual([101])
  expect(fake.pending()).toBe(1)
  await call('getUpdates', { offset: 102 })
  await fake.idle()
})

test('a waiting poll answers as soon as somebody writes', async () => {
  const polled = call('getUpdates', { timeout: 50 })
  says('hello')
  expect(ids(await polled)).toEqual([100])
})

test('a webhook gets the updates in order with its secret, again and again until 2xx', async () => {
  const seen: string[] = []
  app = await startFakeServer(({ headers, json }) => {
    const update = json as { update_id: number }
    seen.push(`${headers['x-telegram-bot-api-secret-token']} ${update.update_id}`)
    return { status: seen.length === 1 ? 503 : 200 }
  })
  says('before')
  await call('setWebhook', { url: app.url, secret_token: 's3cret' })
  says('after')
  await fake.idle()
  expect(seen).toEqual(['s3cret 100', 's3cret 100', 's3cret 101'])
  expect((await call('getUpdates')).description).toContain('webhook is active')
})

test('an app that is down loses nothing', async () => {
  const first = await startFakeServer(() => ({ status: 200 }))
  await first.stop()
  await call('setWebhook', { url: first.url })
  says('is anybody there?')
  await vi.waitFor(async () => {
    expect((await call('getWebhookInfo')).result).toMatchObject({
      pending_update_count: 1,
      last_error_message: expect.stringContaining('ECONNREFUSED'),
    })
  })
  app = await startFakeServer(() => ({ status: 200 }), Number(new URL(first.url).port))
  await fake.idle()
  expect(fake.pending()).toBe(0)
})

test('a wrong token is unauthorized and a wrong method not found', async () => {
  expect((await fetch(`${fake.url}/bot1:x/getMe`)).status).toBe(401)
  expect((await fetch(`${fake.url}/bot${botToken}/nonsense`)).status).toBe(404)
})

test('the ledger holds exactly what was accepted', async () => {
  fake.failNext('server-error-before')
  fake.failNext('accept-then-500')
  for (const text of ['lost', 'kept', 'plain']) await call('sendMessage', { chat_id: 55501, text })
  await call('sendMessage', { chat_id: 55501, text: '' })
  expect(fake.ledger.map(entry => entry.text)).toEqual(['kept', 'plain'])
})
