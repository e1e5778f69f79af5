import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchIo } from '../../test/fakes/fetch-io.ts'
import { startTelegramFake, type TelegramFake } from '../../test/fakes/telegram.ts'
import { ChannelFailure, type Io, type Outgoing, type OutgoingFile } from '../channel.ts'
import { telegram } from './index.ts'
import { settings } from './settings.ts'

const botToken = '700100:EXAMPLE-bot-token'
let fake: TelegramFake

beforeEach(async () => {
  fake = await startTelegramFake({ botToken })
})
afterEach(() => fake.stop())

const account = (more: object = {}) => settings.parse({ botToken, apiUrl: fake.url, ...more })

const outgoing: Outgoing = {
  attemptId: 'attempt-1',
  messageId: 'message-1',
  to: { kind: 'telegram', value: '55501' },
  text: 'We are on it',
  references: [],
  files: [],
  hookUrl: 'https://desk.isp.example/hooks/telegram/one',
}

const failureOf = (work: Promise<unknown>): Promise<ChannelFailure> =>
  work.then(
    () => expect.fail('it should have failed'),
    error => {
      expect(error).toBeInstanceOf(ChannelFailure)
      return error
    },
  )
const sending = (more: Partial<Outgoing> = {}, io = fetchIo) =>
  telegram.send({ ...outgoing, ...more }, account(), io)

test('an accepted message comes back with chat and message id', async () => {
  const { externalId } = await sending()
  expect(fake.ledger).toMatchObject([{ chatId: 55501, text: 'We are on it' }])
  expect(externalId).toBe(`55501:${fake.ledger[0]?.messageId}`)
})

test.each([
  ['refuse-4xx', 'rejected', 0],
  ['rate-limit', 'retry', 0],
  ['server-error-before', 'unknown', 0],
  ['accept-then-500', 'unknown', 1],
  ['accept-then-hang-up', 'unknown', 1],
  ['signed-out', 'signed-out', 0],
] as const)('%s ends as %s', async (kind, outcome, accepted) => {
  fake.failNext(kind)
  expect((await failureOf(sending())).outcome).toBe(outcome)
  expect(fake.ledger).toHaveLength(accepted)
})

test('a provider that never answers is unknown', async () => {
  fake.failNext('hang')
  const impatient: Io = { ...fetchIo, http: (url, init) => fetchIo.http(url, { ...init, timeoutMs: 50 }) }
  expect((await failureOf(sending({}, impatient))).outcome).toBe('unknown')
})

test('the words are those of Telegram, and a rate limit says how long to wait', async () => {
  fake.failNext('refuse-4xx')
  expect((await failureOf(sending())).message).toBe('Forbidden: bot was blocked by the user')
  fake.failNext('rate-limit')
  expect((await failureOf(sending())).retryAfterMs).toBe(1000)
})

test('an answer of 200 without a message id is unknown', async () => {
  const body = Buffer.from('{"ok":true,"result":{}}')
  const odd: Io = { ...fetchIo, http: () => Promise.resolve({ status: 200, headers: {}, body }) }
  expect((await failureOf(sending({}, odd))).outcome).toBe('unknown')
})

test('a provider that is down is a retry, and the token is not in the words', async () => {
  const gone = account()
  await fake.stop()
  const failure = await failureOf(telegram.send(outgoing, gone, fetchIo))
  expect(failure.outcome).toBe('retry')
  expect(failure.message).not.toContain(botToken)
})

test('addresses of other channels are refused before anything leaves', async () => {
  expect((await failureOf(sending({ to: { kind: 'phone', value: '+27821230001' } }))).outcome).toBe(
    'rejected',
  )
})

test('check names the bot, and a wrong token is signed out', async () => {
  expect(await telegram.check(account(), fetchIo)).toEqual({ account: '@desk_bot' })
  const wrong = account({ botToken: '700100:other' })
  expect((await failureOf(telegram.check(wrong, fetchIo))).outcome).toBe('signed-out')
})

test('a file is found by its id and fetched whole; an unknown id is rejected', async () => {
  const bytes = Buffer.from([0, 1, 2, 255])
  fake.addFile('file-1', bytes)
  const fetched = await telegram.fetchFile?.('file-1', Buffer.alloc(0), account(), fetchIo)
  expect(fetched?.bytes).toEqual(bytes)
  const missing = telegram.fetchFile?.('file-2', Buffer.alloc(0), account(), fetchIo)
  expect((await failureOf(missing ?? Promise.resolve())).outcome).toBe('rejected')
})

const fileOf = (name: string, contentType: string, bytes = Buffer.from('the bytes')): OutgoingFile => ({
  name,
  contentType,
  sizeBytes: bytes.length,
  bytes: () => Promise.resolve(bytes),
  address: null,
})

test('a picture goes as a photo and anything else as a document, each with its caption', async () => {
  await sending({ files: [fileOf('router.jpg', 'image/jpeg')] })
  await sending({ text: '', files: [fileOf('Rechnung März.pdf', 'application/pdf')] })
  expect(fake.ledger).toMatchObject([
    { text: 'We are on it', file: { as: 'photo', name: 'router.jpg', contentType: 'image/jpeg' } },
    { text: '', file: { as: 'document', name: 'Rechnung März.pdf', bytes: Buffer.from('the bytes') } },
  ])
})

test('a picture too long for a photo goes as a document, once', async () => {
  const header = Buffer.alloc(33)
  header.write('IHDR', 12, 'latin1')
  header.writeUInt32BE(21, 16)
  header.writeUInt32BE(1, 20)
  const { externalId } = await sending({ files: [fileOf('strip.png', 'image/png', header)] })
  expect(fake.ledger).toMatchObject([{ file: { as: 'document', name: 'strip.png' } }])
  expect(externalId).toBe(`55501:${fake.ledger[0]?.messageId}`)
})

test.each([
  ['refuse-4xx', 'rejected', 0],
  ['server-error-before', 'unknown', 0],
  ['accept-then-hang-up', 'unknown', 1],
] as const)('with a file, %s ends as %s', async (kind, outcome, accepted) => {
  fake.failNext(kind)
  const files = [fileOf('bill.pdf', 'application/pdf')]
  expect((await failureOf(sending({ files }))).outcome).toBe(outcome)
  expect(fake.ledger).toHaveLength(accepted)
})
