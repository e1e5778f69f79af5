/** Opens an IMAP connection to the mailbox's folder, read-only, and says in plain words why it could not. */
import { isIP } from 'node:net'
import { ImapFlow, type ImapFlowError } from 'imapflow'
import { ChannelFailure, type Io } from '../channel.ts'
import { MAX_MAIL_BYTES } from './item.ts'
import type { EmailSettings } from './settings.ts'

/** A quiet socket gets a NOOP after this long and is given up after twice as long without an answer. */
const QUIET_MS = 60_000
/** IDLE is renewed well within the 29 minutes of RFC 2177, for the sake of NAT boxes on the way. */
const IDLE_MS = 4 * 60_000

/** A connected client with the folder open (EXAMINE: no flag can change). Throws ChannelFailure. */
export async function openFolder(given: EmailSettings, io: Io, signal?: AbortSignal): Promise<ImapFlow> {
  const address = await io.resolve(given.imapHost)
  const client = new ImapFlow({
    host: address,
    ...(isIP(given.imapHost) ? {} : { servername: given.imapHost }),
    port: given.imapPort,
    secure: given.imapSecurity === 'tls',
    ...(given.imapSecurity === 'tls' ? {} : { doSTARTTLS: given.imapSecurity === 'starttls' }),
    auth: { user: given.imapUser, pass: given.imapPassword },
    clientInfo: { name: 'Trunkline' },
    logger: false,
    disableAutoIdle: true,
    disableBinary: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: QUIET_MS,
    maxIdleTime: IDLE_MS,
    maxLiteralSize: MAX_MAIL_BYTES + 1024,
    maxResponseSize: 2 * MAX_MAIL_BYTES,
  })
  client.on('error', () => client.close())
  const abort = () => client.close()
  signal?.addEventListener('abort', abort, { once: true })
  client.once('close', () => signal?.removeEventListener('abort', abort))
  try {
    if (signal?.aborted) throw new Error('Stopped')
    await client.connect()
    await client.mailboxOpen(given.folder, { readOnly: true })
    return client
  } catch (error) {
    client.close()
    throw imapFailure(error, given)
  }
}

export function imapFailure(error: unknown, given: EmailSettings): ChannelFailure {
  if (error instanceof ChannelFailure) return error
  const { message, code, authenticationFailed, mailboxMissing, responseText } = error as ImapFlowError
  if (authenticationFailed) {
    return new ChannelFailure('signed-out', `IMAP: the server refused user ${given.imapUser}`, {
      code: 'auth',
    })
  }
  if (mailboxMissing) return new ChannelFailure('rejected', `IMAP: there is no folder "${given.folder}"`)
  return new ChannelFailure('retry', `IMAP: ${responseText || message}`, { code: code || 'no-answer' })
}
