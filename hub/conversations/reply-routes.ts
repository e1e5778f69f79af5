/** The ways the next answer could go out, best first, each with the reason when it cannot be used. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import type { ReplyRoute } from './conversations.api.ts'

export type Route = z.infer<typeof ReplyRoute> & { identityId: string; addressKind: string }

type Row = {
  inbox_id: string
  inbox_name: string
  channel: string
  health: string
  health_words: string | null
  identity_id: string
  kind: string
  value: string
  last_in_at: Date | null
}

/** One per (inbox the member may use, address of the contact the channel can write to). */
export async function replyRoutes(app: App, tx: Tx, who: Who, contactId: string): Promise<Route[]> {
  const { rows } = await tx.query<Row>(
    {
      name: 'reply-routes',
      text: `SELECT b.id AS inbox_id, b.name AS inbox_name, b.channel, b.health, b.health_words,
          i.id AS identity_id, i.kind, i.value,
          (SELECT max(m.created_at) FROM messages m JOIN conversations c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
            WHERE c.contact_id = $1 AND m.inbox_id = b.id AND m.identity_id = i.id AND m.direction = 'in') AS last_in_at
        FROM inboxes b CROSS JOIN identities i
        WHERE i.contact_id = $1 AND b.enabled AND ($2::uuid[] IS NULL OR b.id = ANY($2))`,
    },
    [contactId, who.allInboxes ? null : who.inboxIds],
  )
  return rows
    .flatMap(row => routeOf(app, row))
    .sort((a, b) => Number(b.usable) - Number(a.usable) || (b.lastIn ?? 0) - (a.lastIn ?? 0))
    .map(({ lastIn: _, ...route }) => route)
}

function routeOf(app: App, row: Row): (Route & { lastIn: number | null })[] {
  const channel = app.channels.get(row.channel)
  if (!channel || channel.abilities.writesTo !== row.kind) return []
  const { replyWindowHours } = channel.abilities
  const windowEnds = windowEnd(replyWindowHours, row.last_in_at)
  const why = whyNot(app, row, replyWindowHours, windowEnds)
  return [
    {
      inboxId: row.inbox_id,
      channel: row.channel,
      title: channel.title,
      inboxName: row.inbox_name,
      to: row.value,
      usable: why === null,
      why,
      windowEndsAt: windowEnds?.toISOString() ?? null,
      maxTextLength: channel.abilities.maxTextLength,
      hasSubject: channel.abilities.subject,
      identityId: row.identity_id,
      addressKind: row.kind,
      lastIn: row.last_in_at?.getTime() ?? null,
    },
  ]
}

function whyNot(app: App, row: Row, hours: number | null, windowEnds: Date | null): string | null {
  if (row.health === 'signed-out')
    return `${row.inbox_name} is signed out: ${row.health_words ?? 'reconnect it in settings'}`
  return whyShut(hours, windowEnds, app.clock.now())
}

/** Why free text is not accepted now, in words; null when it is. */
function whyShut(hours: number | null, windowEnds: Date | null, now: Date): string | null {
  if (hours === null) return null
  if (!windowEnds)
    return `They have not written here yet; free text is accepted for ${hours} hours after they do.`
  return windowEnds <= now ? `More than ${hours} hours since they last wrote here.` : null
}

/** The same question for one address of an inbox, asked when a message that waited is about to go out. */
export async function whyWindowShut(
  app: App,
  tx: Tx,
  place: { hours: number | null; inboxId: string; to: { kind: string; value: string } },
): Promise<string | null> {
  if (place.hours === null) return null
  const { rows } = await tx.query<{ last_in_at: Date | null }>(
    `SELECT max(m.created_at) AS last_in_at FROM identities i
     JOIN conversations c ON c.tenant_id = i.tenant_id AND c.contact_id = i.contact_id
     JOIN messages m ON m.tenant_id = c.tenant_id AND m.conversation_id = c.id AND m.identity_id = i.id
     WHERE i.kind = $1 AND i.value = $2 AND m.inbox_id = $3 AND m.direction = 'in'`,
    [place.to.kind, place.to.value, place.inboxId],
  )
  return whyShut(place.hours, windowEnd(place.hours, rows[0]?.last_in_at ?? null), app.clock.now())
}

const windowEnd = (hours: number | null, lastInAt: Date | null): Date | null =>
  hours !== null && lastInAt ? new Date(lastInAt.getTime() + hours * 3_600_000) : null
