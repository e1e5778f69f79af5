/**
 * A mail provider on loopback: SMTP submission and delivery, IMAP with IDLE, and a ledger of every mail its SMTP side
 * accepted. It stands for the world outside: mail to addresses it does not host is only in the ledger.
 */
import { type CustomerMail, sendAsCustomer } from './customer-mail.ts'
import { startImapServer } from './imap-server.ts'
import { type Account, append, createAccount, type Mailbox, renumber } from './mailbox.ts'
import { type LedgerEntry, type SmtpFailure, type SmtpWorld, startSmtpServer } from './smtp.ts'

export type { CustomerMail } from './customer-mail.ts'
export type { LedgerEntry, SmtpFailure } from './smtp.ts'

export type MailFakeOptions = {
  smtpPort?: number
  imapPort?: number
  users: { address: string; password: string }[]
}

export type MailFake = {
  smtpPort: number
  imapPort: number
  /** Every mail SMTP accepted, oldest first, whatever its client was told. */
  ledger: LedgerEntry[]
  /** What is in a folder now (INBOX unless named). Throws for an address it does not host. */
  mailbox(address: string, folder?: string): { uid: number; raw: Buffer; flags: string[] }[]
  /** Drops a mail into INBOX as another server would, waking IDLE; returns its UID. */
  deliver(address: string, raw: Buffer | string): number
  /** A customer writes through real SMTP; resolves with the Message-ID once accepted. */
  customerWrites(mail: CustomerMail): Promise<string>
  /** Resolves with the first ledger entry, past or to come, that matches. */
  accepted(matches: (entry: LedgerEntry) => boolean): Promise<LedgerEntry>
  /** The next logged-in submission fails so; several calls queue up. Customers' mail is never affected. */
  failNext(kind: SmtpFailure): void
  /** Resolves when a client is in IDLE on this address's INBOX. */
  whenIdle(address: string): Promise<void>
  /** Cuts every IMAP connection, as a network failure would. */
  dropConnections(): void
  /** Gives INBOX a new UIDVALIDITY and every mail a new UID, as a restored server does. Drops connections. */
  renumber(address: string): void
  stop(): Promise<void>
}

/** Starts both servers; port 0 (the default) picks free ones. Resolves when both listen. */
export async function startMailFake(options: MailFakeOptions): Promise<MailFake> {
  const accounts = new Map(
    options.users.map(user => [user.address.toLowerCase(), createAccount(user.address, user.password)]),
  )
  const { world, accepted, failNext } = createWorld(accounts)
  const imap = await startImapServer(options.imapPort ?? 0, (user, password) =>
    logIn(accounts, user, password),
  )
  const smtp = await startSmtpServer(options.smtpPort ?? 0, world).catch(async error => {
    await imap.stop()
    throw error
  })
  const inbox = (address: string) => hosted(accounts, address, 'INBOX')
  return {
    smtpPort: smtp.port,
    imapPort: imap.port,
    ledger: world.ledger,
    mailbox: (address, folder = 'INBOX') =>
      hosted(accounts, address, folder).messages.map(({ uid, raw, flags }) => ({
        uid,
        raw,
        flags: [...flags],
      })),
    deliver: (address, raw) => append(inbox(address), Buffer.from(raw)).uid,
    customerWrites: mail => sendAsCustomer(smtp.port, mail),
    accepted,
    failNext,
    whenIdle: address => imap.whenIdle(inbox(address)),
    dropConnections: imap.dropConnections,
    renumber: address => {
      imap.dropConnections()
      renumber(inbox(address))
    },
    stop: async () => {
      await Promise.all([smtp.stop(), imap.stop()])
    },
  }
}

/** The ledger, who waits for entries of it, and the failures planned. */
function createWorld(accounts: Map<string, Account>) {
  const failures: SmtpFailure[] = []
  const waiters = new Set<(entry: LedgerEntry) => void>()
  const world: SmtpWorld = {
    accounts,
    ledger: [],
    takeFailure: (...kinds) => {
      const next = failures[0]
      return next !== undefined && kinds.includes(next) ? (failures.shift() ?? null) : null
    },
    onAccepted: entry => {
      for (const waiter of waiters) waiter(entry)
    },
  }
  const accepted: MailFake['accepted'] = matches =>
    new Promise(resolve => {
      const waiter = (entry: LedgerEntry) => {
        if (!matches(entry)) return
        waiters.delete(waiter)
        resolve(entry)
      }
      waiters.add(waiter)
      const past = world.ledger.find(matches)
      if (past) waiter(past)
    })
  const failNext = (kind: SmtpFailure) => {
    failures.push(kind)
  }
  return { world, accepted, failNext }
}

function logIn(accounts: Map<string, Account>, user: string, password: string): Account | null {
  const account = accounts.get(user.toLowerCase())
  return account && account.password === password ? account : null
}

function hosted(accounts: Map<string, Account>, address: string, folder: string): Mailbox {
  const mailbox = accounts.get(address.toLowerCase())?.folders.get(folder)
  if (!mailbox) throw new Error(`The mail fake does not host ${address} (${folder}): name it in users`)
  return mailbox
}
