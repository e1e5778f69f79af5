/** The IMAP4rev1 commands the fake understands. Each writes its untagged lines and returns the tagged answer. */
import { fetchAnswers } from './imap-fetch.ts'
import { type Command, inSet, text, words } from './imap-reader.ts'
import { deselect, type Session, select, tellChanges } from './imap-session.ts'
import {
  type Account,
  append,
  changed,
  createMailbox,
  expunge,
  folderOf,
  type StoredMail,
} from './mailbox.ts'

export const CAPABILITIES = 'IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN ID IDLE NAMESPACE UNSELECT UIDPLUS'

/** The part of the tagged answer after the tag, e.g. "OK done". */
type Answer = string
type Context = { session: Session; command: Command; login(user: string, password: string): Account | null }
type Handler = (context: Context) => Answer

const REFUSED = 'NO [AUTHENTICATIONFAILED] Invalid user or password'

function logIn({ session, login }: Context, user: string, password: string): Answer {
  session.account = login(user, password)
  return session.account ? `OK [CAPABILITY ${CAPABILITIES}] Logged in` : REFUSED
}

/** SASL PLAIN: authorization id, user and password between NULs (RFC 4616). */
export function authenticatePlain(context: Context, response: string): Answer {
  const [, user = '', password = ''] = Buffer.from(response, 'base64').toString('utf8').split('\0')
  return logIn(context, user, password)
}

function open(context: Context, readOnly: boolean): Answer {
  const { session, command } = context
  const mailbox = session.account ? folderOf(session.account, text(command.args[0])) : undefined
  deselect(session)
  if (!mailbox) return 'NO [NONEXISTENT] No such folder'
  select(session, mailbox, readOnly)
  session.write('* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n')
  session.write('* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags\r\n')
  session.write(`* ${mailbox.messages.length} EXISTS\r\n* 0 RECENT\r\n`)
  session.write(
    `* OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs valid\r\n* OK [UIDNEXT ${mailbox.uidNext}] Next\r\n`,
  )
  return readOnly ? 'OK [READ-ONLY] Opened' : 'OK [READ-WRITE] Opened'
}

function list({ session, command }: Context): Answer {
  const pattern = text(command.args[1])
  if (pattern === '') session.write(`* ${command.name} (\\Noselect) "/" ""\r\n`)
  const matches = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/[*%]/g, '.*')}$`, 'i')
  for (const name of session.account?.folders.keys() ?? []) {
    const flags = name === 'Sent' || name === 'Trash' ? `\\HasNoChildren \\${name}` : '\\HasNoChildren'
    if (pattern !== '' && matches.test(name)) session.write(`* ${command.name} (${flags}) "/" "${name}"\r\n`)
  }
  return 'OK Listed'
}

function status({ session, command }: Context): Answer {
  const mailbox = session.account ? folderOf(session.account, text(command.args[0])) : undefined
  if (!mailbox) return 'NO [NONEXISTENT] No such folder'
  const values: Record<string, number> = {
    MESSAGES: mailbox.messages.length,
    RECENT: 0,
    UIDNEXT: mailbox.uidNext,
    UIDVALIDITY: mailbox.uidValidity,
    UNSEEN: mailbox.messages.filter(mail => !mail.flags.has('\\Seen')).length,
  }
  const asked = words(command.args[1]).map(word => word.toUpperCase())
  const pairs = asked.filter(word => word in values).map(word => `${word} ${values[word]}`)
  session.write(`* STATUS "${mailbox.name}" (${pairs.join(' ')})\r\n`)
  return 'OK Status'
}

function fetchMails(context: Context, byUid: boolean): Answer {
  const open = context.session.selected
  if (!open) return 'BAD No folder selected'
  for (const answer of fetchAnswers(open.view, context.command, byUid)) context.session.write(answer.line)
  return 'OK Fetched'
}

/** ALL, UNSEEN, UID sets, sequence sets and HEADER; every criterion must hold. */
function search(context: Context, byUid: boolean): Answer {
  const open = context.session.selected
  if (!open) return 'BAD No folder selected'
  const args = words(context.command.args)
  const uids = open.view.map(mail => mail.uid)
  const tests: ((mail: StoredMail, seq: number) => boolean)[] = []
  for (let i = 0; i < args.length; i += 1) {
    const word = (args[i] ?? '').toUpperCase()
    if (word === 'ALL') continue
    if (word === 'UNSEEN') tests.push(mail => !mail.flags.has('\\Seen'))
    else if (word === 'UID') {
      const picks = inSet(args[++i] ?? '', uids)
      tests.push(mail => picks(mail.uid))
    } else if (word === 'HEADER') {
      const line = new RegExp(`^${args[++i]}:.*${(args[++i] ?? '').replace(/[^\w@]/g, '\\$&')}`, 'im')
      tests.push(mail => line.test(mail.raw.toString('latin1')))
    } else if (/^[\d*]/.test(word)) {
      const picks = inSet(
        word,
        uids.map((_, index) => index + 1),
      )
      tests.push((_, seq) => picks(seq))
    } else return `BAD Search key ${word} is not supported`
  }
  const found = open.view.flatMap((mail, index) =>
    tests.every(test => test(mail, index + 1)) ? [byUid ? mail.uid : index + 1] : [],
  )
  context.session.write(`* SEARCH${found.map(number => ` ${number}`).join('')}\r\n`)
  return 'OK Searched'
}

function store(context: Context, byUid: boolean): Answer {
  const { session, command } = context
  const open = session.selected
  if (!open) return 'BAD No folder selected'
  if (open.readOnly) return 'NO [READ-ONLY] Folder is read-only'
  const [set, action, flags] = command.args
  const picks = inSet(text(set), byUid ? open.view.map(mail => mail.uid) : open.view.map((_, i) => i + 1))
  const verb = text(action).toUpperCase()
  for (const [index, mail] of open.view.entries()) {
    if (!picks(byUid ? mail.uid : index + 1)) continue
    if (verb.startsWith('FLAGS')) mail.flags.clear()
    for (const flag of words(flags)) verb.startsWith('-') ? mail.flags.delete(flag) : mail.flags.add(flag)
    const uid = byUid ? `UID ${mail.uid} ` : ''
    if (!verb.endsWith('.SILENT'))
      session.write(`* ${index + 1} FETCH (${uid}FLAGS (${[...mail.flags].join(' ')}))\r\n`)
  }
  return 'OK Stored'
}

function appendMail({ session, command }: Context): Answer {
  const mailbox = session.account ? folderOf(session.account, text(command.args[0])) : undefined
  if (!mailbox) return 'NO [TRYCREATE] No such folder'
  const raw = command.args.at(-1)
  if (!Buffer.isBuffer(raw)) return 'BAD The mail must be a literal'
  const flags = command.args.slice(1, -1).find(arg => Array.isArray(arg))
  const mail = append(mailbox, Buffer.from(raw), words(flags))
  return `OK [APPENDUID ${mailbox.uidValidity} ${mail.uid}] Appended`
}

function create({ session, command }: Context): Answer {
  const name = text(command.args[0])
  if (!session.account || folderOf(session.account, name)) return 'NO [ALREADYEXISTS] Folder exists'
  session.account.folders.set(name, createMailbox(name))
  return 'OK Created'
}

function close(context: Context, expunging: boolean): Answer {
  const open = context.session.selected
  if (expunging && open && !open.readOnly) expunge(open.mailbox)
  deselect(context.session)
  return 'OK Closed'
}

function expungeMails({ session, command }: Context, byUid: boolean): Answer {
  const open = session.selected
  if (!open || open.readOnly) return 'NO [READ-ONLY] Folder is read-only'
  const uids = open.mailbox.messages.map(mail => mail.uid)
  expunge(open.mailbox, byUid ? inSet(text(command.args[0]), uids) : undefined)
  return 'OK Expunged'
}

function uid(context: Context): Answer {
  const [name, ...args] = context.command.args
  const inner = { ...context, command: { ...context.command, args } }
  const verb = text(name).toUpperCase()
  if (verb === 'FETCH') return fetchMails(inner, true)
  if (verb === 'SEARCH') return search(inner, true)
  if (verb === 'STORE') return store(inner, true)
  if (verb === 'EXPUNGE') return expungeMails(inner, true)
  return `BAD UID ${verb} is not supported`
}

const ANYONE: Record<string, Handler> = {
  CAPABILITY: ({ session }) => {
    session.write(`* CAPABILITY ${CAPABILITIES}\r\n`)
    return 'OK Capabilities'
  },
  ID: ({ session }) => {
    session.write('* ID ("name" "mail fake")\r\n')
    return 'OK Identified'
  },
  NOOP: () => 'OK Nothing done',
  LOGOUT: ({ session }) => {
    session.write('* BYE Until later\r\n')
    return 'OK Logged out'
  },
  LOGIN: context => logIn(context, text(context.command.args[0]), text(context.command.args[1])),
}

const LOGGED_IN: Record<string, Handler> = {
  NAMESPACE: ({ session }) => {
    session.write('* NAMESPACE (("" "/")) NIL NIL\r\n')
    return 'OK Namespace'
  },
  LIST: list,
  LSUB: list,
  STATUS: status,
  CREATE: create,
  SUBSCRIBE: () => 'OK Subscribed',
  SELECT: context => open(context, false),
  EXAMINE: context => open(context, true),
  APPEND: appendMail,
  CHECK: () => 'OK Checked',
  CLOSE: context => close(context, true),
  UNSELECT: context => close(context, false),
  EXPUNGE: context => expungeMails(context, false),
  FETCH: context => fetchMails(context, false),
  SEARCH: context => search(context, false),
  STORE: context => {
    const answer = store(context, false)
    if (context.session.selected) changed(context.session.selected.mailbox)
    return answer
  },
  UID: uid,
}

/** Runs one command and returns the text of its tagged answer. Never throws on bad input. */
export function runCommand(context: Context): Answer {
  const { session, command } = context
  const free = ANYONE[command.name]
  if (!free && !session.account) return command.name in LOGGED_IN ? 'NO Log in first' : 'BAD Unknown command'
  const handler = free ?? LOGGED_IN[command.name]
  if (!handler) return 'BAD Unknown command'
  const answer = handler(context)
  if (!/FETCH|SEARCH|STORE/.test(command.name)) tellChanges(session)
  return answer
}
