/** An answer -> one RFC 5322 mail. Its Message-ID depends on our message only, so a retry carries the same one. */
import MailComposer from 'nodemailer/lib/mail-composer'
import { ChannelFailure, type Io, type Outgoing, type Sent } from '../channel.ts'
import { writableIds } from './message-ids.ts'
import { oneLine } from './plain-words.ts'
import { domainOf, type EmailSettings } from './settings.ts'
import { converse } from './smtp.ts'

/** Resolves when the server took the mail; the external id is its Message-ID without brackets. */
export async function send(outgoing: Outgoing, given: EmailSettings, io: Io): Promise<Sent> {
  const to = outgoing.to.value
  if (outgoing.to.kind !== 'email' || !/^[^\s@<>(),;:"\p{Cc}]+@[^\s@<>(),;:"\p{Cc}]+$/u.test(to)) {
    throw new ChannelFailure('rejected', 'This is not an email address', { code: 'bad-address' })
  }
  const externalId = `${outgoing.messageId.replace(/[^\w.-]/g, '')}@${domainOf(given)}`
  const raw = await compose(outgoing, given, externalId)
  await converse(given, io, { envelope: { from: given.address, to }, raw })
  return { externalId }
}

async function compose(outgoing: Outgoing, given: EmailSettings, externalId: string): Promise<Buffer> {
  const attachments = await Promise.all(
    outgoing.files.map(async file => ({
      filename: oneLine(file.name, 200),
      contentType: file.contentType,
      content: await file.bytes(),
    })),
  )
  const thread = writableIds(outgoing.references).map(id => `<${id}>`)
  const answered = thread.at(-1)
  const composer = new MailComposer({
    from: { name: oneLine(given.name, 100), address: given.address },
    to: { name: oneLine(outgoing.to.name ?? '', 100), address: outgoing.to.value },
    subject: oneLine(outgoing.subject ?? '', 500),
    text: outgoing.text,
    attachments,
    messageId: `<${externalId}>`,
    ...(answered === undefined ? {} : { inReplyTo: answered, references: thread }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
