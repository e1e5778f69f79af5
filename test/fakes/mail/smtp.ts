/**
 * The SMTP side: known users log in and send to anyone (submission); without logging in, mail is taken for local
 * addresses only, as a mail exchanger does. Every mail it accepts is in the ledger, whatever the client was told.
 */
import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { headerOf } from './imap-fetch.ts'
import { type Account, append, folderOf } from './mailbox.ts'

export type LedgerEntry = {
  at: Date
  /** Envelope sender and recipients. */
  from: string
  to: string[]
  /** Ids without angle brackets. */
  messageId: string | null
  inReplyTo: string | null
  references: string[]
  raw: Buffer
}

/**
 * - refuse-5xx: 550 at RCPT TO     - later-4xx: 451 at DATA's end
 * - accept-then-hang-up: in the ledger, connection destroyed before the 250
 * - hang-up-before: connection destroyed at DATA, not in the ledger
 * - bad-auth: 535 at AUTH
 */
export type SmtpFailure = 'refuse-5xx' | 'later-4xx' | 'accept-then-hang-up' | 'hang-up-before' | 'bad-auth'

export type SmtpWorld = {
  accounts: Map<string, Account>
  ledger: LedgerEntry[]
  /** Takes the next planned failure if it is of one of these kinds. */
  takeFailure(...kinds: SmtpFailure[]): SmtpFailure | null
  /** Hears of every ledger entry. */
  onAccepted(entry: LedgerEntry): void
}

type Refusal = Error & { responseCode: number }

function refusal(responseCode: number, words: string): Refusal {
  return Object.assign(new Error(words), { responseCode })
}

/** Reads the ids of a mail for the ledger. */
export function ledgerEntry(from: string, to: string[], raw: Buffer): LedgerEntry {
  const ids = (name: string) =>
    [...(headerOf(raw, name) ?? '').matchAll(/<([^<>\s]+)>/g)].map(id => id[1] ?? '')
  return {
    at: new Date(),
    from,
    to,
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to')[0] ?? null,
    references: ids('references'),
    raw,
  }
}

function deliverLocally(world: SmtpWorld, entry: LedgerEntry): void {
  const raw = Buffer.concat([Buffer.from(`Return-Path: <${entry.from}>\r\n`), entry.raw])
  for (const address of entry.to) {
    const account = world.accounts.get(address.toLowerCase())
    const inbox = account && folderOf(account, 'INBOX')
    if (inbox) append(inbox, raw)
  }
}

type Handlers = Pick<SMTPServerOptions, 'onAuth' | 'onRcptTo' | 'onData'>

/** What the server says to each command; `hangUp` destroys a session's connection. */
function handlers(world: SmtpWorld, hangUp: (session: SMTPServerSession) => void): Handlers {
  return {
    onAuth(auth, _session, done) {
      const account = world.accounts.get((auth.username ?? '').toLowerCase())
      const failing = world.takeFailure('bad-auth') !== null
      if (failing || account?.password !== auth.password)
        return done(refusal(535, 'Authentication credentials invalid'))
      done(null, { user: account?.address })
    },
    onRcptTo(recipient, session, done) {
      if (session.user && world.takeFailure('refuse-5xx')) return done(refusal(550, 'No such mailbox here'))
      const local = world.accounts.has(recipient.address.toLowerCase())
      done(session.user || local ? null : refusal(550, 'Relaying denied: log in first'))
    },
    onData(stream, session, done) {
      const planned = ['hang-up-before', 'accept-then-hang-up', 'later-4xx'] as const
      const failure = session.user ? world.takeFailure(...planned) : null
      if (failure === 'hang-up-before') return hangUp(session)
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (failure === 'later-4xx') return done(refusal(451, 'Try again later'))
        accept(world, session, Buffer.concat(chunks))
        if (failure === 'accept-then-hang-up') return hangUp(session)
        done()
      })
    },
  }
}

export async function startSmtpServer(port: number, world: SmtpWorld) {
  const sockets = new Map<string, Socket>()
  const server: SMTPServer = new SMTPServer({
    name: 'mail.fake.example',
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    ...handlers(world, session => sockets.get(session.id)?.destroy()),
    onConnect(session, done) {
      const socket = [...server.connections].find(connection => connection.id === session.id)?._socket
      if (socket) sockets.set(session.id, socket)
      done()
    },
    onClose(session) {
      sockets.delete(session.id)
    },
  })
  server.on('error', () => undefined)
  const listening = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject)
    const listener = server.listen(port, '127.0.0.1', () => {
      const bound = listener.address()
      resolve(typeof bound === 'object' && bound ? bound.port : port)
    })
  })
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      for (const socket of sockets.values()) socket.destroy()
    })
  return { port: listening, stop }
}

function accept(world: SmtpWorld, session: SMTPServerSession, raw: Buffer): void {
  const { mailFrom, rcptTo } = session.envelope
  const entry = ledgerEntry(
    mailFrom ? mailFrom.address : '',
    rcptTo.map(to => to.address),
    raw,
  )
  world.ledger.push(entry)
  deliverLocally(world, entry)
  world.onAccepted(entry)
}
