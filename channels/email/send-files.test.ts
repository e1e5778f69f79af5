import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { startMailFake } from '../../test/fakes/mail/index.ts'
import type { Io } from '../channel.ts'
import { samples } from './samples.ts'
import { send } from './send.ts'

const ours = 'support@fibreway.example'
const io: Io = {
  http: () => Promise.reject(new Error('Email makes no HTTP requests')),
  resolve: host => Promise.resolve(host),
}
const outgoing = {
  attemptId: 'attempt-1',
  messageId: '0195f3c2-7b1a-7cc0-9d2e-4f1f6a3b2c1d',
  to: { kind: 'email' as const, value: 'naledi@customer.example' },
  text: '',
  references: [],
  hookUrl: '',
}

test('files are parts of the mail, to the last byte, also with a name in another script', async () => {
  const fake = await startMailFake({ users: [{ address: ours, password: 'right' }] })
  const given = {
    ...samples.settings,
    imapPassword: 'right',
    smtpHost: '127.0.0.1',
    smtpPort: fake.smtpPort,
    smtpSecurity: 'none' as const,
  }
  const bytes = Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 256))
  const file = (name: string, contentType: string) => ({
    name,
    contentType,
    sizeBytes: bytes.length,
    bytes: () => Promise.resolve(bytes),
    address: null,
  })
  const files = [file('Überweisung "März".pdf', 'application/pdf'), file('photo\r\nX: y.png', 'image/png')]
  await send({ ...outgoing, files }, given, io)
  const mail = await new PostalMime().parse(fake.ledger[0]!.raw)
  expect(mail.attachments.map(({ filename, mimeType }) => ({ filename, mimeType }))).toEqual([
    { filename: 'Überweisung "März".pdf', mimeType: 'application/pdf' },
    { filename: expect.not.stringContaining('\n'), mimeType: 'image/png' },
  ])
  for (const { content } of mail.attachments) expect(Buffer.from(content as ArrayBuffer)).toEqual(bytes)
  expect(mail.headers.some(({ key }) => key === 'x')).toBe(false)
  await fake.stop()
})
