/** One IMAP folder in memory: messages keep their UID for good (RFC 3501 2.3.1.1) and stay until expunged. */
export type StoredMail = { uid: number; raw: Buffer; flags: Set<string>; internalDate: Date }

export type Mailbox = {
  readonly name: string
  uidValidity: number
  uidNext: number
  messages: StoredMail[]
  /** Called after every change with nothing but the news that there was one. */
  readonly watchers: Set<() => void>
}

export type Account = { address: string; password: string; folders: Map<string, Mailbox> }

let lastValidity = 1_000_000

export function createMailbox(name: string): Mailbox {
  lastValidity += 1
  return { name, uidValidity: lastValidity, uidNext: 1, messages: [], watchers: new Set() }
}

export function createAccount(address: string, password: string): Account {
  const folders = ['INBOX', 'Sent', 'Trash'].map(name => [name, createMailbox(name)] as const)
  return { address: address.toLowerCase(), password, folders: new Map(folders) }
}

/** Adds a mail under the next UID and tells every session that watches the folder. */
export function append(
  mailbox: Mailbox,
  raw: Buffer,
  flags: Iterable<string> = [],
  at = new Date(),
): StoredMail {
  const mail = { uid: mailbox.uidNext, raw, flags: new Set(flags), internalDate: at }
  mailbox.uidNext += 1
  mailbox.messages.push(mail)
  changed(mailbox)
  return mail
}

/** What a restore from backup does to a real server: every mail gets a new UID under a new UIDVALIDITY. */
export function renumber(mailbox: Mailbox): void {
  lastValidity += 1
  mailbox.uidValidity = lastValidity
  mailbox.messages = mailbox.messages.map((mail, index) => ({ ...mail, uid: index + 1 }))
  mailbox.uidNext = mailbox.messages.length + 1
}

/** Removes what is marked \Deleted, of these UIDs only when given (UIDPLUS, RFC 4315). */
export function expunge(mailbox: Mailbox, picks: (uid: number) => boolean = () => true): void {
  mailbox.messages = mailbox.messages.filter(mail => !(mail.flags.has('\\Deleted') && picks(mail.uid)))
  changed(mailbox)
}

export function changed(mailbox: Mailbox): void {
  for (const watcher of mailbox.watchers) watcher()
}

/** Folder names are case-sensitive except INBOX (RFC 3501 5.1). */
export function folderOf(account: Account, name: string): Mailbox | undefined {
  return account.folders.get(name.toUpperCase() === 'INBOX' ? 'INBOX' : name)
}
