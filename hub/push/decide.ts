/**
 * Events -> what each browser is to be told. The event's row goes and the notices come in one transaction, so that none
 * is lost and none is decided on twice; a worker that dies in between has done nothing.
 */
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'
import { type Ears, readEars } from './listeners.ts'
import { readHappened } from './read-happened.ts'
import { worthPushing } from './worth-pushing.ts'

const atOnce = 100
/** What nobody could decide on for so long is no news any more. */
const newsMs = 12 * 3_600_000

type Notice = { memberId: string; conversationId: string; eventId: string; kind: string }

/** Decides on what happened up to now, the oldest first; answers how many events it was. */
export async function decide(app: App, tenantId: string, now: Date): Promise<number> {
  let decided = 0
  for (;;) {
    const some = await app.db.withTenant(tenantId, tx => decideSome(app, tx, now))
    decided += some
    if (some < atOnce) return decided
  }
}

async function decideSome(app: App, tx: Tx, now: Date): Promise<number> {
  const { rows: taken } = await tx.query<{ event_id: string; created_at: Date }>(
    {
      name: 'push-take-events',
      text: `DELETE FROM push_events WHERE event_id IN (
          SELECT event_id FROM push_events ORDER BY event_id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
        RETURNING event_id, created_at`,
    },
    [],
  )
  const fresh = taken.filter(row => now.getTime() - row.created_at.getTime() < newsMs)
  if (fresh.length === 0) return taken.length
  const ears = await readEars(tx)
  if (ears.length > 0) {
    const ids = fresh.map(row => row.event_id)
    await queue(tx, await noticesOf(app, tx, { ids, ears, now }), now)
  }
  return taken.length
}

type Taken = { ids: string[]; ears: Ears[]; now: Date }

async function noticesOf(app: App, tx: Tx, { ids, ears, now }: Taken): Promise<Notice[]> {
  const looks = (memberId: string, conversationId: string) =>
    app.live.isLookedAt(tx.tenantId, memberId, conversationId)
  const latest = new Map<string, Notice>()
  for (const about of await readHappened(tx, ids)) {
    for (const one of ears) {
      const kind = worthPushing(about, one, now, looks)
      if (!kind) continue
      const { memberId } = one.listener
      const { conversationId, eventId } = about
      // Of one conversation the newest only: the browser would replace the others anyway.
      latest.set(`${memberId} ${conversationId}`, {
        memberId,
        conversationId,
        eventId,
        kind,
      })
    }
  }
  return [...latest.values()]
}

/**
 * One per browser of that member. Where the conversation waits to be told already, the newer event takes the place of
 * the older; if that one is on its way just now, the newer is told after it.
 */
async function queue(tx: Tx, notices: Notice[], now: Date): Promise<void> {
  if (notices.length === 0) return
  await tx.query(
    {
      name: 'push-queue',
      text: `INSERT INTO push_notices (id, subscription_id, conversation_id, event_id, kind, next_try_at)
        SELECT gen_random_uuid(), s.id, x.conversation_id, x.event_id, x.kind, $2
        FROM json_to_recordset($1::json) AS x(member_id uuid, conversation_id uuid, event_id uuid, kind text)
        JOIN push_subscriptions s ON s.member_id = x.member_id AND s.is_wanted
        ON CONFLICT (tenant_id, subscription_id, conversation_id) DO UPDATE
          SET event_id = EXCLUDED.event_id, kind = EXCLUDED.kind, tries = 0`,
    },
    [
      JSON.stringify(
        notices.map(notice => ({
          member_id: notice.memberId,
          conversation_id: notice.conversationId,
          event_id: notice.eventId,
          kind: notice.kind,
        })),
      ),
      now,
    ],
  )
}
