import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchIo } from '../../test/fakes/fetch-io.ts'
import { startWhatsappFake, type WhatsappFake } from '../../test/fakes/whatsapp.ts'
import { ChannelFailure, type HttpAnswer, type Io, type Outgoing, type OutgoingFile } from '../channel.ts'
import { whatsapp } from './index.ts'
import { samples } from './samples.ts'

let fake: WhatsappFake

beforeEach(async () => {
  fake = await startWhatsappFake(samples.settings)
})
afterEach(() => fake.stop())

const account = (more: object = {}) => ({ ...samples.settings, apiUrl: `${fake.url}/v23.0/`, ...more })

const outgoing: Outgoing = {
  attemptId: 'attempt-1',
  messageId: 'message-1',
  to: { kind: 'phone', value: '+27821230001' },
  text: 'We are on it',
  references: ['wamid.A1'],
  files: [],
  hookUrl: 'https://desk.isp.example/hooks/whatsapp/one',
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
  whatsapp.send({ ...outgoing, ...more }, account(), io)

/** Meta's answer to the next call, for answers the fake has no kind for. */
const answering = (status: number, body: unknown, headers: HttpAnswer['headers'] = {}): Io => ({
  ...fetchIo,
  http: () => Promise.resolve({ status, headers, body: Buffer.from(JSON.stringify(body)) }),
})

test('an accepted message comes back with its wamid and took our attempt id along', async () => {
  const sent = await sending()
  expect(fake.ledger).toMatchObject([{ to: '+27821230001', text: 'We are on it', ref: 'attempt-1' }])
  expect(sent).toEqual({ externalId: fake.ledger[0]?.wamid })
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

test('a provider that is down is a retry', async () => {
  const gone = account()
  await fake.stop()
  expect((await failureOf(whatsapp.send(outgoing, gone, fetchIo))).outcome).toBe('retry')
})

test("a refusal is in Meta's own words and code, after what it means", async () => {
  const error = {
    code: 131047,
    message: 'Re-engagement message',
    error_data: { details: 'More than 24 hours' },
  }
  const failure = await failureOf(sending({}, answering(400, { error })))
  expect(failure).toMatchObject({
    outcome: 'rejected',
    code: '131047',
    message: expect.stringMatching(/only a template .*\(Re-engagement message: More than 24 hours\)$/),
  })
})

test.each([4, 80007, 130429, 131048, 131056])(
  'code %i is a limit and may be tried later, whatever the status',
  async code => {
    const io = answering(400, { error: { code, message: 'Limit' } }, { 'retry-after': '30' })
    expect(await failureOf(sending({}, io))).toMatchObject({ outcome: 'retry', retryAfterMs: 30_000 })
  },
)

test('code 190 means signed out even with status 400', async () => {
  const io = answering(400, { error: { code: 190, message: 'Token expired' } })
  expect((await failureOf(sending({}, io))).outcome).toBe('signed-out')
})

test('an answer of 200 without a message id, or without sense, is unknown', async () => {
  for (const body of [{}, { messages: [] }, { messages: [{}] }, 'ok', null]) {
    expect((await failureOf(sending({}, answering(200, body)))).outcome).toBe('unknown')
  }
})

test('other addresses and empty texts are refused before anything leaves', async () => {
  expect((await failureOf(sending({ to: { kind: 'email', value: 'a@isp.example' } }))).outcome).toBe(
    'rejected',
  )
  expect((await failureOf(sending({ text: ' ' }))).outcome).toBe('rejected')
})

test('check names the account, and a wrong token is signed out', async () => {
  expect(await whatsapp.check(account(), fetchIo)).toEqual({ account: 'Example Fibre (27215550100)' })
  expect((await failureOf(whatsapp.check(account({ accessToken: 'x' }), fetchIo))).outcome).toBe('signed-out')
})

test('a file is fetched by its media id with its type; a missing one is rejected', async () => {
  const bytes = Buffer.from([0, 1, 2, 255])
  const id = fake.addMedia(bytes, 'image/jpeg')
  expect(await whatsapp.fetchFile?.(id, Buffer.alloc(0), account(), fetchIo)).toEqual({
    bytes,
    contentType: 'image/jpeg',
  })
  const missing = whatsapp.fetchFile?.('12', Buffer.alloc(0), account(), fetchIo)
  expect((await failureOf(missing ?? Promise.resolve())).outcome).toBe('rejected')
})

const fileOf = (name: string, contentType: string, bytes = Buffer.from('the bytes')): OutgoingFile => ({
  name,
  contentType,
  sizeBytes: bytes.length,
  bytes: () => Promise.resolve(bytes),
  address: null,
})

test.each([
  ['router.jpg', 'image/jpeg'],
  ['tour.mp4', 'video/mp4'],
  ['Rechnung März.pdf', 'application/pdf'],
])('%s is uploaded and goes out with its caption', async (name, contentType) => {
  const sent = await sending({ files: [fileOf(name, contentType)] })
  expect(fake.ledger).toMatchObject([
    { text: 'We are on it', ref: 'attempt-1', file: { name, contentType, bytes: Buffer.from('the bytes') } },
  ])
  expect(sent).toEqual({ externalId: fake.ledger[0]?.wamid })
})

test('sound goes alone; what Meta does not take is refused before it is uploaded', async () => {
  await sending({ text: '', files: [fileOf('voice.ogg', 'audio/ogg')] })
  expect(fake.ledger).toMatchObject([{ text: '', file: { contentType: 'audio/ogg' } }])
  const failed = await failureOf(sending({ files: [fileOf('all.zip', 'application/zip')] }))
  expect(failed).toMatchObject({ outcome: 'rejected', message: expect.stringContaining('all.zip') })
})

test('an upload that broke off reached nobody and is tried again; a message that broke off is unknown', async () => {
  const files = [fileOf('bill.pdf', 'application/pdf')]
  const broken: Io = {
    ...fetchIo,
    http: (url, init) =>
      url.endsWith('/media')
        ? Promise.reject(new ChannelFailure('unknown', 'connection reset'))
        : fetchIo.http(url, init),
  }
  expect((await failureOf(sending({ files }, broken))).outcome).toBe('retry')
  expect((await failureOf(sending({ files }, answering(500, {})))).outcome).toBe('retry')
  fake.failNext('accept-then-hang-up')
  expect((await failureOf(sending({ files }))).outcome).toBe('unknown')
  expect(fake.ledger).toHaveLength(1)
})
