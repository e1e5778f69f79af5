/**
 * One SMTP conversation, step by step, so that every failure is known to be before or after the moment the server may
 * have taken the mail: the end of its body (RFC 5321 4.1.1.4, RFC 1047).
 */
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { ChannelFailure, type Io } from '../channel.ts'
import { domainOf, type EmailSettings } from './settings.ts'

const CONNECT_MS = 10_000
const GREETING_MS = 10_000
const QUIET_MS = 30_000
/** However slowly a server answers, one conversation ends by then. */
const WHOLE_MS = 120_000

type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string }
type Step = (done: (error?: Error | null) => void) => void
type Envelope = { from: string; to: string }

/** Logs in and, unless `mail` is null, sends it. Throws ChannelFailure. */
export async function converse(
  given: EmailSettings,
  io: Io,
  mail: { envelope: Envelope; raw: Buffer } | null,
) {
  const connection = new SMTPConnection(await options(given, io))
  let bodySent = false
  const timer = setTimeout(() => connection.close(), WHOLE_MS)
  try {
    await run(connection, done => connection.connect(done))
    await run(connection, done => connection.login({ credentials: credentials(given) }, done))
    if (mail) {
      const body = Readable.from([mail.raw], { objectMode: false })
      body.once('end', () => {
        bodySent = true
      })
      const envelope = { ...mail.envelope, to: [mail.envelope.to], size: mail.raw.length }
      await run(connection, done => connection.send(envelope, body, error => done(error)))
    }
    connection.quit()
  } catch (error) {
    connection.close()
    throw classify(error as SmtpError, bodySent)
  } finally {
    clearTimeout(timer)
  }
}

/** Settles with the step's answer, or with the connection's error or end when that comes first. */
function run(connection: SMTPConnection, step: Step): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject)
    connection.once('end', () => reject(new Error('The mail server closed the connection')))
    step(error => (error ? reject(error) : resolve()))
  })
}

async function options(given: EmailSettings, io: Io) {
  const host = await io.resolve(given.smtpHost)
  return {
    host,
    ...(isIP(given.smtpHost) ? {} : { servername: given.smtpHost }),
    port: given.smtpPort,
    secure: given.smtpSecurity === 'tls',
    requireTLS: given.smtpSecurity === 'starttls',
    ignoreTLS: given.smtpSecurity === 'none',
    name: domainOf(given),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: QUIET_MS,
    logger: false,
  }
}

function credentials(given: EmailSettings) {
  return given.smtpUser === ''
    ? { user: given.imapUser, pass: given.imapPassword }
    : { user: given.smtpUser, pass: given.smtpPassword }
}

function classify(error: SmtpError, bodySent: boolean): ChannelFailure {
  const { responseCode = 0, command = '' } = error
  const words = `SMTP: ${(error.response ?? error.message).slice(0, 500)}`
  const code = responseCode > 0 ? String(responseCode) : (error.code ?? 'no-answer')
  if ((error.code === 'EAUTH' && !temporary(responseCode)) || responseCode === 530) {
    return new ChannelFailure('signed-out', words, { code })
  }
  if (temporary(responseCode)) return new ChannelFailure('retry', words, { code })
  const aboutThisMail =
    /^(MAIL|RCPT|DATA)/.test(command) && (responseCode >= 500 || error.code === 'EMESSAGE')
  if (aboutThisMail) return new ChannelFailure('rejected', words, { code })
  return new ChannelFailure(bodySent ? 'unknown' : 'retry', words, { code })
}

function temporary(responseCode: number): boolean {
  return responseCode >= 400 && responseCode < 500
}
