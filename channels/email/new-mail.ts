/** Fetches what is above the cursor, in UID order, in batches that fit in memory, and stores each before the next. */
import type { ImapFlow, ImapFlowError } from 'imapflow'
import type { Link, RawItem } from '../channel.ts'
import type { Cursor } from './cursor.ts'
import { MAX_MAIL_BYTES, type Note, TRUNCATED_BYTES, toItem } from './item.ts'

const BATCH_MAILS = 50
const BATCH_BYTES = 8 * 1024 * 1024

type Listed = { uid: number; size: number }

/** Stores all mail above the cursor and returns the cursor that was committed with the last of it. */
export async function storeNewMail(
  client: ImapFlow,
  link: Link,
  account: string,
  from: Cursor,
): Promise<Cursor> {
  let cursor = from
  for (const batch of batches(await list(client, from.uid + 1))) {
    const items = await fetchItems(client, batch, account, cursor.uidValidity)
    cursor = { ...cursor, uid: batch.at(-1)?.uid ?? cursor.uid }
    await link.store(items, JSON.stringify(cursor))
    if (link.signal.aborted) break
  }
  return cursor
}

/** "n:*" always names the last mail, also when it is older than n (RFC 3501 6.4.8), hence the filter. */
async function list(client: ImapFlow, firstUid: number): Promise<Listed[]> {
  const found: Listed[] = []
  if (client.mailbox && client.mailbox.exists === 0) return found
  for await (const { uid, size } of client.fetch(`${firstUid}:*`, { uid: true, size: true }, { uid: true })) {
    if (uid >= firstUid) found.push({ uid, size: size ?? 0 })
  }
  return found.sort((a, b) => a.uid - b.uid)
}

function* batches(listed: Listed[]): Generator<Listed[]> {
  let batch: Listed[] = []
  let bytes = 0
  for (const mail of listed) {
    const weight = mail.size > MAX_MAIL_BYTES ? TRUNCATED_BYTES : mail.size
    const full = batch.length === BATCH_MAILS || bytes + weight > BATCH_BYTES
    const mixed = batch[0] !== undefined && tooLarge(batch[0]) !== tooLarge(mail)
    if (batch.length > 0 && (full || mixed)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(mail)
    bytes += weight
  }
  if (batch.length > 0) yield batch
}

function tooLarge(mail: Listed): boolean {
  return mail.size > MAX_MAIL_BYTES
}

/** A batch is all small mails or all too large ones. A mail that vanished in between is simply not there. */
async function fetchItems(
  client: ImapFlow,
  batch: Listed[],
  account: string,
  place: string,
): Promise<RawItem[]> {
  const large = batch.some(tooLarge)
  const query = { uid: true, source: { start: 0, maxLength: large ? TRUNCATED_BYTES : MAX_MAIL_BYTES } }
  const item = (uid: number, note: Note, mail: Buffer, sizeBytes: number) =>
    toItem({ account, sizeBytes, note, mail }, `${place}:${uid}`)
  try {
    const fetched = await client.fetchAll(batch.map(mail => mail.uid).join(','), query, { uid: true })
    fetched.sort((a, b) => a.uid - b.uid)
    return fetched.map(({ uid, source }) => {
      const size = batch.find(mail => mail.uid === uid)?.size ?? 0
      if (!source) return item(uid, 'unreadable', Buffer.alloc(0), size)
      return item(uid, large || source.length >= MAX_MAIL_BYTES ? 'truncated' : 'complete', source, size)
    })
  } catch (error) {
    if ((error as ImapFlowError).responseStatus !== 'NO') throw error
    const [only] = batch
    if (only && batch.length === 1) return [item(only.uid, 'unreadable', Buffer.alloc(0), only.size)]
    const items: RawItem[] = []
    for (const mail of batch) items.push(...(await fetchItems(client, [mail], account, place)))
    return items
  }
}
