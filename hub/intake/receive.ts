/**
 * Stored raw items -> what they mean, once each: the rows are claimed, their effect is written and they are marked
 * handled in one transaction. Used by the hooks right after storing, and by the sweep for whatever was left behind.
 */
import type { ChannelEvent } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { isDatabaseAway } from '../../platform/http/problem.ts'
import type { App } from '../app.ts'
import { type ArrivedReceipt, applyReceipts } from '../conversations/apply-receipts.ts'
import type { PublishedEvent } from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'
import { type Arrived, receiveMessages } from '../conversations/receive-messages.ts'
import type { OpenInbox } from '../inboxes/directory.ts'
import { onReceived } from '../reactions.ts'
import { type ArrivedNews, applyTemplateNews } from '../templates/apply-news.ts'
import type { StoredRaw } from './store-raw.ts'

type Read = { stored: StoredRaw; inbox: OpenInbox; events: ChannelEvent[] }

/** How long a receipt may wait for the message it speaks of. */
const receiptPatienceMs = 10 * 60_000

/** Receives a batch of one tenant. A batch that fails is tried item by item, so one bad item never stops the others. */
export async function receive(app: App, tenantId: string, batch: StoredRaw[]): Promise<void> {
  const reads = await readAll(app, tenantId, batch)
  try {
    await receiveTogether(app, tenantId, reads)
  } catch (error) {
    app.log.warn({ err: error, items: reads.length }, 'batch failed; trying its items one by one')
    for (const read of reads) await receiveAlone(app, tenantId, read)
  }
}

async function readAll(app: App, tenantId: string, batch: StoredRaw[]): Promise<Read[]> {
  const reads: Read[] = []
  for (const stored of batch) {
    const inbox = await app.inboxes.byId(tenantId, stored.inboxId)
    if (inbox) reads.push({ stored, inbox, events: await inbox.channel.read(stored.raw) })
  }
  return reads
}

async function receiveTogether(app: App, tenantId: string, reads: Read[]): Promise<void> {
  const published = await app.db.withTenant(tenantId, tx => receiveInside(app, tx, reads))
  publish(app.live, tenantId, published)
  await onReceived(app, tenantId, published)
  if (published.some(event => event.message?.attachments.some(file => file.state === 'pending'))) {
    app.jobs.add('fetch-files', { tenantId })
  }
}

async function receiveInside(app: App, tx: Tx, reads: Read[]): Promise<PublishedEvent[]> {
  const claimed = await claim(
    tx,
    reads.map(read => read.stored.id),
  )
  const mine = reads.filter(read => claimed.has(read.stored.id))
  if (mine.length === 0) return []
  const now = app.clock.now()
  const received = await receiveMessages(tx, mine.flatMap(messagesOf), now)
  const receipts = await applyReceipts(tx, mine.flatMap(receiptsOf), now)
  await applyTemplateNews(tx, mine.flatMap(newsOf))
  const waiting = mine.filter(
    read =>
      receipts.unmatched.has(read.stored.id) &&
      now.getTime() - read.stored.receivedAt.getTime() < receiptPatienceMs &&
      read.events.length === 1,
  )
  await markHandled(
    tx,
    mine.filter(read => !waiting.includes(read)),
  )
  await postpone(
    tx,
    waiting.map(read => read.stored.id),
  )
  return [...received, ...receipts.published]
}

/** Items another process is receiving right now are left to it. */
async function claim(tx: Tx, ids: string[]): Promise<Set<string>> {
  // The state is looked at here: in the condition it would lure the planner to the index of waiting items, which is
  // full of rows that were handled a moment ago.
  const { rows } = await tx.query<{ id: string; state: string }>(
    {
      name: 'claim-inbox-events',
      text: 'SELECT id, state FROM inbox_events WHERE id = ANY($1) FOR UPDATE SKIP LOCKED',
    },
    [ids],
  )
  return new Set(rows.filter(row => row.state === 'new').map(row => row.id))
}

const messagesOf = ({ stored, inbox, events }: Read): Arrived[] =>
  events.flatMap(event =>
    event.type === 'message'
      ? [{ message: event, inbox, inboxEventId: stored.id, receivedAt: stored.receivedAt }]
      : [],
  )

const receiptsOf = ({ stored, inbox, events }: Read): ArrivedReceipt[] =>
  events.flatMap(event =>
    event.type === 'receipt' ? [{ receipt: event, inboxId: inbox.inboxId, inboxEventId: stored.id }] : [],
  )

const newsOf = ({ inbox, events }: Read): ArrivedNews[] =>
  events.flatMap(event => (event.type === 'template' ? [{ news: event, inbox }] : []))

async function markHandled(tx: Tx, reads: Read[]): Promise<void> {
  const known = (read: Read) => read.events.some(event => event.type !== 'unknown')
  await tx.query(
    {
      name: 'mark-handled',
      text: `UPDATE inbox_events SET state = CASE WHEN id = ANY($2) THEN 'handled' ELSE 'unknown' END, handled_at = now()
        WHERE id = ANY($1)`,
    },
    [reads.map(read => read.stored.id), reads.filter(known).map(read => read.stored.id)],
  )
}

async function postpone(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query(`UPDATE inbox_events SET next_try_at = now() + interval '2 seconds' WHERE id = ANY($1)`, [
    ids,
  ])
}

/** Tries before an item is parked for someone to look at; with the back-off about ten minutes. */
const mostTries = 8

async function receiveAlone(app: App, tenantId: string, read: Read): Promise<void> {
  try {
    await receiveTogether(app, tenantId, [read])
  } catch (error) {
    // An outage says nothing about the item: it waits for the sweep, uncounted.
    if (isDatabaseAway(error)) return
    app.log.error({ err: error, inboxEventId: read.stored.id }, 'item could not be received')
    const words = error instanceof Error ? error.message : String(error)
    await app.db
      .withTenant(tenantId, tx =>
        tx.query(
          `UPDATE inbox_events SET tries = tries + 1, error = $2,
             next_try_at = now() + interval '2 seconds' * power(2, tries),
             state = CASE WHEN tries + 1 >= $3 THEN 'parked' ELSE state END
           WHERE id = $1 AND state = 'new'`,
          [read.stored.id, words.slice(0, 500), mostTries],
        ),
      )
      .catch((updateError: Error) => app.log.warn({ err: updateError }, 'item left for the sweep'))
  }
}
