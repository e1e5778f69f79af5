/** Inboxes as people see and change them. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Channel } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { audit, changed, unchanged } from '../../platform/audit/index.ts'
import { may, type Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { hookPath } from '../intake/hooks.ts'
import type { changeInbox as changeSchema, createInbox as createSchema } from './inboxes.api.ts'
import { maskSettings, mergeSettings, openSettings, sealSettings, settingsSchema } from './settings.ts'

type Row = {
  id: string
  channel: string
  name: string
  account: string
  hook_key: string
  settings: string
  enabled: boolean
  health: 'new' | 'connected' | 'reconnecting' | 'signed-out' | 'failing'
  health_words: string | null
  last_in_at: Date | null
  last_out_at: Date | null
  parked: number
}

const selectInboxes = `SELECT b.id, b.channel, b.name, b.account, b.hook_key, b.settings, b.enabled, b.health, b.health_words,
  b.last_in_at, b.last_out_at,
  (SELECT count(*) FROM inbox_events e WHERE e.inbox_id = b.id AND e.state = 'parked') AS parked
  FROM inboxes b WHERE ($1::uuid[] IS NULL OR b.id = ANY($1))`

const visible = (who: Who) => (who.allInboxes ? null : who.inboxIds)

export const listChannels = (app: App) => ({
  items: [...app.channels.values()].map(channel => ({
    kind: channel.kind,
    title: channel.title,
    hasHook: channel.hook !== undefined,
    hasTemplates: channel.abilities.templates,
    settings: settingsSchema(channel),
  })),
})

export async function listInboxes(app: App, tx: Tx, who: Who) {
  const { rows } = await tx.query<Row>(`${selectInboxes} ORDER BY b.name`, [visible(who)])
  return { items: rows.flatMap(row => inboxOf(app, who, row)) }
}

export async function findInbox(app: App, tx: Tx, who: Who, id: string) {
  const { row, channel } = await loadInbox(app, tx, who, id)
  const [inbox] = inboxOf(app, who, row)
  if (!inbox) throw new Refusal('missing', 'There is no such inbox.')
  return {
    ...inbox,
    settings: maskSettings(channel, await openSettings(app.secrets, who.tenantId, id, row.settings)),
  }
}

/** The inbox's row and channel, if this member may see it. */
export async function loadInbox(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
): Promise<{ row: Row; channel: Channel }> {
  const { rows } = await tx.query<Row>(`${selectInboxes} AND b.id = $2`, [visible(who), id])
  const row = rows[0]
  const channel = row && app.channels.get(row.channel)
  if (!row || !channel) throw new Refusal('missing', 'There is no such inbox.')
  return { row, channel }
}

function inboxOf(app: App, who: Who, row: Row) {
  const channel = app.channels.get(row.channel)
  if (!channel) return []
  const manages = may(who, 'inboxes.manage')
  return [
    {
      id: row.id,
      channel: row.channel,
      channelTitle: channel.title,
      name: row.name,
      account: row.account,
      enabled: row.enabled,
      health: row.health,
      healthWords: row.health_words,
      lastInAt: row.last_in_at?.toISOString() ?? null,
      lastOutAt: row.last_out_at?.toISOString() ?? null,
      parked: row.parked,
      hookUrl:
        manages && channel.hook ? `${app.config.publicUrl}${hookPath(row.channel, row.hook_key)}` : null,
    },
  ]
}

/** Makes an inbox of an account. One account can be connected once per tenant. */
export async function createInbox(app: App, tx: Tx, who: Who, input: z.infer<typeof createSchema>) {
  const channel = app.channels.get(input.channel)
  if (!channel) throw new Refusal('invalid', `There is no channel "${input.channel}".`)
  const settings = checkSettings(channel, input.settings)
  await refuseTaken(tx, channel, channel.accountOf(settings), input.id)
  const { rowCount } = await tx.query(
    `INSERT INTO inboxes (id, channel, name, account, hook_key, settings) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [
      input.id,
      channel.kind,
      input.name,
      channel.accountOf(settings),
      randomBytes(24).toString('base64url'),
      await sealSettings(app.secrets, who.tenantId, input.id, settings),
    ],
  )
  if (rowCount === 0) throw new Refusal('conflict', 'This inbox exists already.')
  audit(tx, {
    action: 'inboxes.connect',
    subject: { kind: 'inbox', id: input.id, name: input.name },
    after: { channel: channel.kind, account: channel.accountOf(settings) },
  })
  tx.afterCommit(() => app.inboxes.forget())
  return findInbox(app, tx, who, input.id)
}

export async function changeInbox(
  app: App,
  tx: Tx,
  who: Who,
  id: string,
  input: z.infer<typeof changeSchema>,
) {
  const { row, channel } = await loadInbox(app, tx, who, id)
  const after = { name: input.name ?? row.name, enabled: input.enabled ?? row.enabled, account: row.account }
  let fields: string[] = []
  if (input.settings) {
    const before = await openSettings(app.secrets, who.tenantId, id, row.settings)
    const settings = checkSettings(channel, mergeSettings(channel, before, input.settings))
    after.account = channel.accountOf(settings)
    fields = Object.keys(changed(before, settings)?.after ?? {})
    await refuseTaken(tx, channel, after.account, id)
    await tx.query(
      `UPDATE inboxes SET settings = $2, account = $3, health = 'new', health_words = NULL WHERE id = $1`,
      [id, await sealSettings(app.secrets, who.tenantId, id, settings), after.account],
    )
  }
  await tx.query(
    'UPDATE inboxes SET name = COALESCE($2, name), enabled = COALESCE($3, enabled) WHERE id = $1',
    [id, input.name ?? null, input.enabled ?? null],
  )
  auditChange(tx, row, after, fields)
  tx.afterCommit(() => app.inboxes.forget())
  return findInbox(app, tx, who, id)
}

/** Of settings only the names of the fields that changed: their values may be secrets. */
function auditChange(
  tx: Tx,
  row: Row,
  after: Pick<Row, 'name' | 'enabled' | 'account'>,
  fields: string[],
): void {
  const { name, enabled, account } = row
  const difference = changed({ name, enabled, account }, after)
  if (!difference && fields.length === 0) {
    unchanged(tx)
    return
  }
  audit(tx, {
    action: 'inboxes.change',
    subject: { kind: 'inbox', id: row.id, name: row.name },
    before: difference?.before ?? null,
    after: { ...difference?.after, ...(fields.length > 0 ? { settingsChanged: fields } : {}) },
  })
}

function checkSettings(channel: Channel, settings: unknown): Record<string, unknown> {
  const parsed = channel.settings.safeParse(settings)
  if (parsed.success) return parsed.data as Record<string, unknown>
  const errors = parsed.error.issues.map(issue => ({
    pointer: `/settings/${issue.path.join('/')}`,
    detail: issue.message,
  }))
  throw new Refusal('invalid', z.prettifyError(parsed.error), { errors })
}

async function refuseTaken(tx: Tx, channel: Channel, account: string, id: string): Promise<void> {
  const { rows } = await tx.query(
    'SELECT name FROM inboxes WHERE channel = $1 AND account = $2 AND id <> $3',
    [channel.kind, account, id],
  )
  if (rows[0]) throw new Refusal('conflict', `${account} is already connected as "${rows[0].name}".`)
}

/** Lets parked items be tried again. */
export async function replayInbox(tx: Tx, who: Who, app: App, id: string): Promise<{ requeued: number }> {
  const { row } = await loadInbox(app, tx, who, id)
  const { rowCount } = await tx.query(
    `UPDATE inbox_events SET state = 'new', tries = 0, next_try_at = NULL, error = NULL WHERE inbox_id = $1 AND state = 'parked'`,
    [id],
  )
  audit(tx, {
    action: 'inboxes.replay',
    subject: { kind: 'inbox', id, name: row.name },
    after: { requeued: rowCount ?? 0 },
  })
  return { requeued: rowCount ?? 0 }
}
