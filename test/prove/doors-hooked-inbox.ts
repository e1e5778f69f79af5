/** An inbox of mine whose provider posts to it, and what it takes to post to it. */
import { randomUUID } from 'node:crypto'
import type { Channel, HookRequest } from '../../channels/channel.ts'
import type { Subject } from '../../channels/conformance-subjects.ts'
import type { ChannelSamples } from '../../channels/samples.ts'
import { settingsSchema } from '../../hub/inboxes/settings.ts'
import { newId } from '../../platform/ids.ts'
import { ask } from './doors-ask.ts'
import type { Protected } from './doors-flips.ts'
import type { Doors } from './doors-scene.ts'

/** An inbox of mine, and how its provider would post to it. */
export type HookedInbox = {
  id: string
  hookUrl: string
  channel: Channel
  sample: NonNullable<ChannelSamples['hook']>
  settings: Record<string, unknown>
}

export async function connectInbox(
  { at, mine }: Doors,
  { channel, samples }: Subject,
  sample: HookedInbox['sample'],
): Promise<HookedInbox> {
  const settings = { ...(samples.settings as Record<string, unknown>) }
  // Nothing listens on the discard port: whatever an arrival sets off ends there.
  if ('apiUrl' in settings) settings.apiUrl = 'http://127.0.0.1:9'
  const id = newId()
  const made = await ask(`${at.url}/api/inboxes`, {
    method: 'POST',
    headers: { cookie: mine.admin.cookie, origin: at.url },
    json: { id, channel: channel.kind, name: `${mine.mark} ${channel.kind}`, settings },
  })
  if (made.status !== 201) throw new Error(`no ${channel.kind} inbox: ${made.status} ${made.text}`)
  return { id, hookUrl: (JSON.parse(made.text) as { hookUrl: string }).hookUrl, channel, sample, settings }
}

/** Signed with these settings; posts differ by the query of their address. */
export const postOf = (inbox: HookedInbox, body: Buffer, settings = inbox.settings): HookRequest =>
  inbox.sample.request(body, settings, `${inbox.hookUrl}?ref=${randomUUID()}`)

/** Which headers change with the secret, and whether they change with body and address: found by signing. */
export function protectedOf(inbox: HookedInbox): Protected {
  const { sample, settings, hookUrl } = inbox
  const base = sample.request(sample.batch, settings, hookUrl)
  const differing = (other: HookRequest) =>
    Object.keys(base.headers).filter(name => base.headers[name] !== other.headers[name])
  const proofs = differing(sample.request(sample.batch, withSecrets(inbox, 'another-secret-of-16'), hookUrl))
  return {
    proofs,
    body: differing(sample.request(sample.unknownKind, settings, hookUrl)).length > 0,
    query: differing(sample.request(sample.batch, settings, `${hookUrl}?ref=1`)).length > 0,
  }
}

type FieldSchema = { secret?: boolean }

/** The inbox's settings with every secret replaced. */
export function withSecrets({ channel, settings }: HookedInbox, secret: string): Record<string, unknown> {
  const properties = (settingsSchema(channel).properties ?? {}) as Record<string, FieldSchema>
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, properties[name]?.secret ? secret : value]),
  )
}

export async function stored({ at, mine }: Doors): Promise<number> {
  const { rows } = await at.owner.query<{ count: string }>(
    'SELECT count(*) AS count FROM inbox_events WHERE tenant_id = $1',
    [mine.tenantId],
  )
  return Number(rows[0]?.count)
}
