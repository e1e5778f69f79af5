import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fetchIo } from '../../test/fakes/fetch-io.ts'
import { startTwilioFake, type TwilioFailure, type TwilioFake } from '../../test/fakes/twilio.ts'
import { ChannelFailure, type HttpAnswer, type Io, type Outgoing } from '../channel.ts'
import { samples } from './samples.ts'
import { check, send } from './send.ts'
import type { SmsSettings } from './settings.ts'

let fake: TwilioFake
let settings: SmsSettings

beforeAll(async () => {
  fake = await startTwilioFake(samples.settings)
  settings = { ...samples.settings, apiUrl: fake.url }
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.ledger.length = 0
})

const outgoing: Outgoing = {
  attemptId: '0198c0de-0000-7000-8000-00000000000a',
  messageId: '0198c0de-0000-7000-8000-00000000000b',
  to: { kind: 'phone', value: '+27821230001' },
  text: 'We see the fault & are on it 👍\nSipho',
  references: [],
  files: [],
  hookUrl: 'https://hub.example/hooks/sms/k7Qd2',
}

const impatient: Io = {
  ...fetchIo,
  http: (url, init) => fetchIo.http(url, { ...init, timeoutMs: 200 }),
}

async function outcome(work: Promise<unknown>): Promise<ChannelFailure> {
  const error = await work.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ChannelFailure)
  return error as ChannelFailure
}

/** An answer of some server in between, which the fake does not give. */
const answering = (answer: Partial<HttpAnswer>): Io => ({
  ...fetchIo,
  http: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.alloc(0), ...answer }),
})

test('an accepted message stands in the ledger with our text and our attempt id', async () => {
  const { externalId } = await send(outgoing, settings, fetchIo)
  expect(fake.ledger).toMatchObject([
    {
      sid: externalId,
      to: '+27821230001',
      from: '+27821230000',
      body: outgoing.text,
      ref: outgoing.attemptId,
    },
  ])
})

test('a messaging service takes the place of the number', async () => {
  const messagingServiceSid = `MG${'0f'.repeat(16)}`
  await send(outgoing, { ...settings, messagingServiceSid }, fetchIo)
  expect(fake.ledger[0]?.from).toBe(messagingServiceSid)
})

test.each([
  ['refuse-4xx', 'rejected', '21211', 0],
  ['rate-limit', 'retry', '20429', 0],
  ['signed-out', 'signed-out', '20003', 0],
  ['server-error-before', 'unknown', '20500', 0],
  ['accept-then-500', 'unknown', '20500', 1],
  ['accept-then-hang-up', 'unknown', 'unknown', 1],
  ['hang', 'unknown', 'unknown', 0],
] as [TwilioFailure, string, string, number][])('%s ends as %s', async (kind, expected, code, accepted) => {
  fake.failNext(kind)
  const failure = await outcome(send(outgoing, settings, impatient))
  expect(failure).toMatchObject({ outcome: expected, code })
  expect(fake.ledger).toHaveLength(accepted)
})

test('a rate limit says when to come back', async () => {
  fake.failNext('rate-limit')
  expect((await outcome(send(outgoing, settings, fetchIo))).retryAfterMs).toBe(1000)
})

test('a customer who texted STOP is rejected in words until START', async () => {
  const hookless = { from: '+27821230009', to: settings.fromNumber }
  fake.setHookUrl(`${fake.url}/2010-04-01/none`)
  fake.customerTexts({ ...hookless, body: 'STOP' })
  const to = { kind: 'phone', value: hookless.from } as const
  const failure = await outcome(send({ ...outgoing, to }, settings, fetchIo))
  expect(failure).toMatchObject({ outcome: 'rejected', code: '21610' })
  expect(failure.message).toMatch(/opted out/)
  fake.customerTexts({ ...hookless, body: 'start' })
  expect((await send({ ...outgoing, to }, settings, fetchIo)).externalId).toMatch(/^SM/)
})

test('a wrong token is signed out', async () => {
  const failure = await outcome(send(outgoing, { ...settings, authToken: 'other' }, fetchIo))
  expect(failure).toMatchObject({ outcome: 'signed-out', code: '20003' })
})

test('an address of another network and a text too long are rejected', async () => {
  const email = { kind: 'email', value: 'a@b.example' } as const
  expect((await outcome(send({ ...outgoing, to: email }, settings, fetchIo))).outcome).toBe('rejected')
  const long = await outcome(send({ ...outgoing, text: 'x'.repeat(1601) }, settings, fetchIo))
  expect(long).toMatchObject({ outcome: 'rejected', code: '21617' })
})

test.each([
  [{ status: 201, body: Buffer.from('<html>') }, 'unknown'],
  [{ status: 200, body: Buffer.from('{"sid":""}') }, 'unknown'],
  [{ status: 502, body: Buffer.from('Bad Gateway') }, 'unknown'],
  [{ status: 503 }, 'unknown'],
  [{ status: 408 }, 'unknown'],
  [{ status: 302, headers: { location: '/x' } }, 'unknown'],
  [{ status: 404, body: Buffer.from('{"code":"text"}') }, 'rejected'],
  [{ status: 400, body: Buffer.from('{"code":21611,"message":"queue full"}') }, 'retry'],
  [{ status: 403, body: Buffer.from('{"code":20005}') }, 'signed-out'],
] as [Partial<HttpAnswer>, string][])('the answer %j ends as %s', async (answer, expected) => {
  expect((await outcome(send(outgoing, settings, answering(answer)))).outcome).toBe(expected)
})

test('a Twilio that is not there was certainly not sent anything', async () => {
  const gone = await startTwilioFake(samples.settings)
  await gone.stop()
  expect((await outcome(send(outgoing, { ...settings, apiUrl: gone.url }, fetchIo))).outcome).toBe('retry')
})

test('check names the account, and tells a wrong token from an unknown or suspended account', async () => {
  expect(await check(settings, fetchIo)).toEqual({ account: 'Example account, +27821230000' })
  expect((await outcome(check({ ...settings, authToken: 'no' }, fetchIo))).outcome).toBe('signed-out')
  expect((await outcome(check(settings, answering({ status: 404 })))).outcome).toBe('signed-out')
  expect((await outcome(check(settings, answering({ status: 500 })))).outcome).toBe('retry')
  const body = Buffer.from('{"friendly_name":"x","status":"suspended"}')
  expect((await outcome(check(settings, answering({ body })))).message).toMatch(/suspended/)
})

test('files go by their addresses, and without one they do not go', async () => {
  const file = {
    name: 'router.jpg',
    contentType: 'image/jpeg',
    sizeBytes: 9,
    bytes: () => Promise.reject(new Error('Twilio fetches them itself')),
  }
  const address = 'https://desk.isp.example/files/one'
  await send({ ...outgoing, text: '', files: [{ ...file, address }] }, settings, fetchIo)
  expect(fake.ledger).toMatchObject([{ body: '', mediaUrls: [address] }])
  const failed = await outcome(send({ ...outgoing, files: [{ ...file, address: null }] }, settings, fetchIo))
  expect(failed).toMatchObject({ outcome: 'rejected', code: 'no-address' })
  expect(fake.ledger).toHaveLength(1)
})
