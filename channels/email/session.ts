/**
 * The long-lived IMAP link: read what is new, wait in IDLE for news, read again. Nothing in the mailbox changes, and
 * no date is ever compared: the UID cursor alone says what is new.
 */
import type { ImapFlow, ImapFlowError } from 'imapflow'
import type { Link } from '../channel.ts'
import { startingPoint } from './cursor.ts'
import { imapFailure, openFolder } from './imap.ts'
import { storeNewMail } from './new-mail.ts'
import { accountOf, type EmailSettings } from './settings.ts'

/** How often to look when the server has no IDLE, or refuses it. */
const POLL_MS = 20_000

/** Runs until the link is aborted (resolves) or the connection breaks (rejects). */
export async function connect(given: EmailSettings, link: Link): Promise<void> {
  try {
    const client = await openFolder(given, link, link.signal)
    try {
      await follow(client, given, link)
    } catch (error) {
      const ofMailServer = client.isClosed || (error as ImapFlowError).responseStatus !== undefined
      throw ofMailServer ? imapFailure(error, given) : error
    } finally {
      client.close()
    }
  } catch (error) {
    if (link.signal.aborted) return
    link.health('reconnecting', error instanceof Error ? error.message : String(error))
    throw error
  }
}

async function follow(client: ImapFlow, given: EmailSettings, link: Link): Promise<void> {
  if (!client.mailbox) throw new Error('The folder was closed')
  const news = watch(client)
  const { uidValidity, uidNext } = client.mailbox
  const folder = { uidValidity, uidNext: uidNext || (await lastUid(client)) + 1 }
  let cursor = startingPoint(link.cursor, folder, given.importExisting)
  if (JSON.stringify(cursor) !== link.cursor) await link.store([], JSON.stringify(cursor))
  link.health('connected')
  while (!link.signal.aborted) {
    news.clear()
    cursor = await storeNewMail(client, link, accountOf(given), cursor)
    if (client.isClosed) throw new Error('The mail server closed the connection')
    await quiet(client, news.next())
  }
}

/** For servers that open a folder without saying UIDNEXT, as RFC 3501 6.3.1 lets them. */
async function lastUid(client: ImapFlow): Promise<number> {
  if (client.mailbox && client.mailbox.exists === 0) return 0
  const last = await client.fetchOne('*', { uid: true })
  return last ? last.uid : 0
}

/** Waits in IDLE until there is news or the server ends it; on servers without IDLE, until it is time to look. */
async function quiet(client: ImapFlow, news: Promise<void>): Promise<void> {
  const idled = client.capabilities.has('IDLE') ? client.idle() : Promise.resolve(false)
  const refused = idled.then(ended => (ended === false ? pause(news) : undefined))
  await Promise.race([news, refused])
}

async function pause(news: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const poll = new Promise<void>(resolve => {
    timer = setTimeout(resolve, POLL_MS)
  })
  await Promise.race([news, poll])
  clearTimeout(timer)
}

/** Remembers that mail arrived (or the connection closed) since `clear`, also while nobody waits. */
function watch(client: ImapFlow) {
  let wake: () => void = () => undefined
  let pending: Promise<void> = Promise.resolve()
  const clear = () => {
    pending = new Promise(resolve => {
      wake = resolve
    })
  }
  client.on('exists', () => wake())
  client.on('close', () => wake())
  return { clear, next: () => pending }
}
