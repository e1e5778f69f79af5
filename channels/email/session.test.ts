import { createServer, type Socket, connect as tcp } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MailFake, startMailFake } from '../../test/fakes/mail/index.ts'
import { type RecordedLink, recordedLink } from '../../test/fakes/mail/recorded-link.ts'
import { fromItem, MAX_MAIL_BYTES } from './item.ts'
import { read } from './read.ts'
import { samples } from './samples.ts'
import { connect } from './session.ts'
import type { EmailSettings } from './settings.ts'

const OURS = 'support@fibreway.example'
let fake: MailFake
let given: EmailSettings
const running: { record: RecordedLink; ended: Promise<unknown> }[] = []

beforeEach(async () => {
  fake = await startMailFake({ users: [{ address: OURS, password: 'right' }] })
  given = {
    ...samples.settings,
    imapHost: '127.0.0.1',
    imapPort: fake.imapPort,
    imapSecurity: 'none',
    imapUser: OURS,
    imapPassword: 'right',
  }
})

afterEach(async () => {
  for (const { record } of running) record.abort()
  await Promise.all(running.splice(0).map(({ ended }) => ended))
  await fake.stop()
})

function start(before?: RecordedLink, changes: Partial<EmailSettings> = {}) {
  const record = recordedLink(before)
  const done = connect({ ...given, ...changes }, record.link)
  const ended = done.then(
    () => 'resolved' as const,
    error => error as Error,
  )
  running.push({ record, ended })
  return { record, ended }
}

function mail(id: string, text = `Mail ${id}`): string {
  return `From: naledi@customer.example\r\nTo: ${OURS}\r\nMessage-ID: <${id}@customer.example>\r\n\r\n${text}\r\n`
}

async function textsOf(record: RecordedLink): Promise<string[]> {
  const events = await Promise.all(record.items.map(item => read(item.raw)))
  return events.flat().flatMap(event => (event.type === 'message' ? [event.text] : []))
}

test('mail that arrives while the link idles is stored', async () => {
  const { record } = start()
  await fake.whenIdle(OURS)
  await fake.customerWrites({ from: 'naledi@customer.example', to: OURS, subject: 'Hi', text: 'No internet' })
  await record.stored(1)
  expect(await textsOf(record)).toEqual(['No internet'])
  expect(record.states).toEqual(['connected'])
})

test('the link idles again at once and hears of the next mail', async () => {
  const { record } = start()
  await fake.whenIdle(OURS)
  for (const id of ['a', 'b', 'c']) {
    fake.deliver(OURS, mail(id))
    await record.stored(record.items.length + 1)
  }
  expect(await textsOf(record)).toEqual(['Mail a', 'Mail b', 'Mail c'])
})

test('mail delivered while disconnected arrives after reconnecting from the cursor', async () => {
  const first = start()
  await fake.whenIdle(OURS)
  fake.deliver(OURS, mail('before'))
  await first.record.stored(1)
  first.record.abort()
  await first.ended
  fake.deliver(OURS, mail('meanwhile'))
  const second = start(first.record)
  await second.record.stored(2)
  expect(await textsOf(second.record)).toEqual(['Mail before', 'Mail meanwhile'])
  expect(second.record.repeats).toBe(0)
})

test('a first connection leaves existing mail alone, and keeps a cursor before any mail comes', async () => {
  fake.deliver(OURS, mail('old'))
  const first = start()
  await first.record.connected
  expect(JSON.parse(first.record.cursor ?? '')).toMatchObject({ uid: 1 })
  first.record.abort()
  await first.ended
  fake.deliver(OURS, mail('new'))
  const second = start(first.record)
  await second.record.stored(1)
  expect(await textsOf(second.record)).toEqual(['Mail new'])
})

test('a first connection imports existing mail when asked to', async () => {
  fake.deliver(OURS, mail('old'))
  const { record } = start(undefined, { importExisting: true })
  await record.stored(1)
  expect(await textsOf(record)).toEqual(['Mail old'])
})

test('a changed UIDVALIDITY rescans the folder and finds the same items again, and what was missed', async () => {
  const first = start()
  await fake.whenIdle(OURS)
  fake.deliver(OURS, mail('a'))
  fake.deliver(OURS, mail('b'))
  await first.record.stored(2)
  fake.renumber(OURS)
  await first.ended
  fake.deliver(OURS, mail('c'))
  const second = start(first.record)
  await second.record.stored(3)
  expect(second.record.repeats).toBe(2)
  expect(await textsOf(second.record)).toEqual(['Mail a', 'Mail b', 'Mail c'])
})

test('a cursor that cannot be read means the whole folder again, not lost mail', async () => {
  fake.deliver(OURS, mail('a'))
  const earlier = recordedLink()
  earlier.cursor = 'not json'
  const { record } = start(earlier)
  await record.stored(1)
  expect(await textsOf(record)).toEqual(['Mail a'])
})

test('one hundred and twenty mails arrive in the order of the folder, and none is marked as seen', async () => {
  const { record } = start()
  await fake.whenIdle(OURS)
  const expected = Array.from({ length: 120 }, (_, index) => `Mail ${index}`)
  for (const index of expected.keys()) fake.deliver(OURS, mail(String(index)))
  await record.stored(120)
  expect(await textsOf(record)).toEqual(expected)
  expect(fake.mailbox(OURS).filter(({ flags }) => flags.length > 0)).toEqual([])
})

test('the same Message-ID with other content is another item, the same mail twice is one', async () => {
  const { record } = start()
  await fake.whenIdle(OURS)
  fake.deliver(OURS, mail('same', 'I pay tomorrow'))
  fake.deliver(OURS, mail('same', 'I never wrote that'))
  fake.deliver(OURS, mail('same', 'I pay tomorrow'))
  fake.deliver(OURS, mail('last'))
  await record.stored(3)
  expect(await textsOf(record)).toEqual(['I pay tomorrow', 'I never wrote that', 'Mail last'])
  expect(record.repeats).toBe(1)
})

test('a mail over 25 MB is stored by its beginning and flagged, and does not block the next', async () => {
  const { record } = start()
  await fake.whenIdle(OURS)
  fake.deliver(OURS, mail('huge', `Please see below\r\n${'x'.repeat(76)}\r\n`.repeat(300_000)))
  fake.deliver(OURS, mail('next'))
  await record.stored(2)
  const [huge, next] = record.items
  expect(huge!.raw.length).toBeLessThan(300_000)
  expect(fromItem(huge!.raw).sizeBytes).toBeGreaterThan(MAX_MAIL_BYTES)
  expect(await read(huge!.raw)).toMatchObject([
    { flags: ['too large, kept on the mail server'], externalId: 'huge@customer.example' },
  ])
  expect(await read(next!.raw)).toMatchObject([{ text: 'Mail next', flags: [] }])
})

test('aborting ends the link, also before it is connected', async () => {
  const idle = start()
  await fake.whenIdle(OURS)
  idle.record.abort()
  expect(await idle.ended).toBe('resolved')
  const early = start()
  early.record.abort()
  expect(await early.ended).toBe('resolved')
})

test('aborting ends a link whose server never greets', async () => {
  const sockets: Socket[] = []
  let seen: () => void = () => undefined
  const connected = new Promise<void>(resolve => {
    seen = resolve
  })
  const silent = createServer(socket => {
    sockets.push(socket)
    seen()
  })
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const { record, ended } = start(undefined, { imapPort: port })
  await connected
  record.abort()
  expect(await ended).toBe('resolved')
  for (const socket of sockets) socket.destroy()
  silent.close()
})

test('a dropped connection rejects, so that the hub reconnects', async () => {
  const { record, ended } = start()
  await fake.whenIdle(OURS)
  fake.dropConnections()
  expect(await ended).toMatchObject({ name: 'ChannelFailure', outcome: 'retry' })
  expect(record.states).toEqual(['connected', 'reconnecting'])
})

test('a store that fails ends the link with its own error and leaves the cursor where it was', async () => {
  const record = recordedLink()
  const store = record.link.store
  record.link.store = async (items, cursor) => {
    if (items.length > 0) throw new Error('database is away')
    await store(items, cursor)
  }
  const done = connect(given, record.link).catch(error => error)
  await fake.whenIdle(OURS)
  fake.deliver(OURS, mail('a'))
  expect(await done).toMatchObject({ message: 'database is away' })
  const again = start(record)
  await again.record.stored(1)
  expect(await textsOf(again.record)).toEqual(['Mail a'])
})

test.each([
  ['a wrong password', { imapPassword: 'wrong' }, 'signed-out'],
  ['a folder that is not there', { folder: 'Nowhere' }, 'rejected'],
  ['a server without the STARTTLS that was asked for', { imapSecurity: 'starttls' }, 'retry'],
] as const)('%s ends the link with its outcome', async (_, changes, outcome) => {
  expect(await start(undefined, changes).ended).toMatchObject({ name: 'ChannelFailure', outcome })
})

test('several plain clients can talk to the fake at once while the link idles', async () => {
  const { record } = start()
  await fake.whenIdle(OURS)
  const answers = await Promise.all([plainClient(), plainClient()])
  for (const answer of answers) expect(answer).toMatch(/\* SEARCH\r\na3 OK/)
  fake.deliver(OURS, mail('a'))
  await record.stored(1)
  expect(record.items).toHaveLength(1)
})

function plainClient(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tcp(fake.imapPort, '127.0.0.1')
    let answer = ''
    socket.on('error', reject)
    socket.on('data', chunk => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.write(
      `a1 LOGIN "${OURS}" {5+}\r\nright\r\na2 SELECT INBOX\r\na3 UID SEARCH UNSEEN\r\na4 LOGOUT\r\n`,
    )
  })
}
