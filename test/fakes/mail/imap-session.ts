/** What one IMAP connection knows: who is logged in, which folder is selected, and what it was told about it. */
import type { Account, Mailbox, StoredMail } from './mailbox.ts'

export type Session = {
  write(data: string | Buffer): void
  end(): void
  account: Account | null
  selected: { mailbox: Mailbox; readOnly: boolean; view: StoredMail[]; unwatch: () => void } | null
  /** The tag of a running IDLE, null otherwise. */
  idleTag: string | null
}

export function createSession(write: (data: string | Buffer) => void, end: () => void): Session {
  return { write, end, account: null, selected: null, idleTag: null }
}

export function select(session: Session, mailbox: Mailbox, readOnly: boolean): void {
  deselect(session)
  const onChange = () => {
    if (session.idleTag !== null) tellChanges(session)
  }
  mailbox.watchers.add(onChange)
  const unwatch = () => mailbox.watchers.delete(onChange)
  session.selected = { mailbox, readOnly, view: [...mailbox.messages], unwatch }
}

export function deselect(session: Session): void {
  session.selected?.unwatch()
  session.selected = null
}

/**
 * Sends the EXPUNGE and EXISTS lines that bring this session's view up to date. Sequence numbers are positions in the
 * view, so nothing else may change it (RFC 3501 7.4.1).
 */
export function tellChanges(session: Session): void {
  const open = session.selected
  if (!open) return
  const present = new Set(open.mailbox.messages.map(mail => mail.uid))
  for (let index = open.view.length - 1; index >= 0; index -= 1) {
    const mail = open.view[index]
    if (mail === undefined || present.has(mail.uid)) continue
    open.view.splice(index, 1)
    session.write(`* ${index + 1} EXPUNGE\r\n`)
  }
  const known = new Set(open.view.map(mail => mail.uid))
  const added = open.mailbox.messages.filter(mail => !known.has(mail.uid))
  if (added.length === 0) return
  open.view.push(...added)
  session.write(`* ${open.view.length} EXISTS\r\n`)
}
