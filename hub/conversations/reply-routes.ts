/** The ways the next answer could go out, best first, each with why it is offered or why it cannot be used. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { Region } from '../../platform/calendar.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { filesHost } from '../attachments/files-host.ts'
import { type AddressStanding, whyAddressShut } from './address-shut.ts'
import type { ReplyRoute } from './conversations.api.ts'
import { reasonOf, type Way } from './route-reason.ts'

export type Route = z.infer<typeof ReplyRoute>

type Row = AddressStanding & {
  inbox_id: string
  inbox_name: string
  channel: string
  health: string
  health_words: string | null
  identity_id: string
  kind: string
  value: string
  evidence: string
  on_record_for: string | null
  last_in_at: Date | null
  locale: string
  time_zone: string
}

/** One per (inbox the member may use, address of the contact the channel can write to). */
export async function replyRoutes(app: App, tx: Tx, who: Who, contactId: string): Promise<Route[]> {
  const { rows } = await tx.query<Row>(
    {
      name: 'reply-routes',
      text: `SELECT b.id AS inbox_id, b.name AS inbox_name, b.channel, b.health, b.health_words,
          i.id AS identity_id, i.kind, i.value, i.evidence, i.opted_out_at, i.opted_out_words, i.valid_until,
          t.locale, t.time_zone,
          (SELECT min(cu.number) FROM contact_customers cc
            JOIN customers cu ON cu.tenant_id = cc.tenant_id AND cu.id = cc.customer_id
            WHERE cc.contact_id = $1
              AND i.value = CASE i.kind WHEN 'phone' THEN cu.phone WHEN 'email' THEN cu.email END) AS on_record_for,
          (SELECT max(m.created_at) FROM messages m JOIN conversations c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
            WHERE c.contact_id = $1 AND m.inbox_id = b.id AND m.identity_id = i.id AND m.direction = 'in') AS last_in_at
        FROM inboxes b CROSS JOIN identities i CROSS JOIN tenants t
        WHERE i.contact_id = $1 AND b.enabled AND ($2::uuid[] IS NULL OR b.id = ANY($2))`,
    },
    [contactId, who.allInboxes ? null : who.inboxIds],
  )
  const now = app.clock.now()
  const ways = rows.flatMap(row => wayOf(app, row, now))
  const last = ways.toSorted((a, b) => lastIn(b) - lastIn(a)).find(way => way.lastInAt !== null)
  return ways
    .toSorted(
      (a, b) =>
        Number(b.route.usable) - Number(a.route.usable) ||
        lastIn(b) - lastIn(a) ||
        nearness(b, last) - nearness(a, last) ||
        a.route.to.localeCompare(b.route.to),
    )
    .map(way => ({
      ...way.route,
      reason: way.route.usable ? reasonOf(way, { all: ways, last, now, region: way.region }) : null,
    }))
}

type Found = Way & { route: Omit<Route, 'reason'>; region: Region }

const lastIn = ({ lastInAt }: Way): number => lastInAt?.getTime() ?? 0

/** Where they never wrote: the address they wrote from last comes first, then what is on record. */
const nearness = (way: Way, last: Way | undefined): number =>
  (way.identityId === last?.identityId ? 2 : 0) + (way.onRecordFor ? 1 : 0)

function wayOf(app: App, row: Row, now: Date): Found[] {
  const channel = app.channels.get(row.channel)
  if (!channel || channel.abilities.writesTo !== row.kind) return []
  const { replyWindowHours, maxTextLength, subject, files, templates } = channel.abilities
  const windowEndsAt = windowEnd(replyWindowHours, row.last_in_at)
  const region = { locale: row.locale, timeZone: row.time_zone }
  const shut = whyAddressShut(row, now, region) ?? whySignedOut(row)
  const why = shut ?? whyWindowShut(replyWindowHours, windowEndsAt, now)
  return [
    {
      title: channel.title,
      inboxName: row.inbox_name,
      identityId: row.identity_id,
      kind: row.kind,
      evidence: row.evidence,
      onRecordFor: row.on_record_for,
      lastInAt: row.last_in_at,
      windowEndsAt,
      region,
      route: {
        inboxId: row.inbox_id,
        identityId: row.identity_id,
        channel: row.channel,
        title: channel.title,
        inboxName: row.inbox_name,
        to: row.value,
        usable: why === null,
        why,
        windowEndsAt: windowEndsAt?.toISOString() ?? null,
        windowHours: replyWindowHours,
        templates: templates && shut === null,
        maxTextLength,
        hasSubject: subject,
        files: files && (!files.byAddress || filesHost(app.config)) ? files : null,
      },
    },
  ]
}

const whySignedOut = ({ health, health_words, inbox_name }: Row): string | null =>
  health === 'signed-out'
    ? `${inbox_name} is signed out: ${health_words ?? 'reconnect it in settings'}`
    : null

/** Why free text is not accepted now, in words; null when it is. */
function whyWindowShut(hours: number | null, windowEnds: Date | null, now: Date): string | null {
  if (hours === null) return null
  if (!windowEnds)
    return `They have not written here yet; free text is accepted for ${hours} hours after they do.`
  return windowEnds <= now ? `More than ${hours} hours since they last wrote here.` : null
}

/** The same question for one address of an inbox, asked when a message that waited is about to go out. */
export async function whyShutMeanwhile(
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
  return whyWindowShut(place.hours, windowEnd(place.hours, rows[0]?.last_in_at ?? null), app.clock.now())
}

const windowEnd = (hours: number | null, lastInAt: Date | null): Date | null =>
  hours !== null && lastInAt ? new Date(lastInAt.getTime() + hours * 3_600_000) : null
