/** Which inbox a hook belongs to, and its open credentials; kept in memory for a few seconds. */
import type { Channel } from '../../channels/channel.ts'
import type { Db } from '../../db/client.ts'
import type { Secrets } from '../../platform/secrets/index.ts'
import { openSettings } from './settings.ts'

export type OpenInbox = {
  tenantId: string
  inboxId: string
  name: string
  account: string
  hookKey: string
  enabled: boolean
  channel: Channel
  settings: unknown
}

export type InboxDirectory = {
  /** The inbox behind a hook's path; null for a key nobody has. */
  byHook(kind: string, hookKey: string): Promise<OpenInbox | null>
  byId(tenantId: string, inboxId: string): Promise<OpenInbox | null>
  /** Another inbox of the tenant for the same channel (one hook can serve several accounts). */
  byAccount(tenantId: string, kind: string, account: string): Promise<OpenInbox | null>
  /** Every enabled inbox of every tenant, for links. */
  all(): Promise<{ tenantId: string; inboxId: string; channel: string }[]>
  /** After a change; other processes notice within `keepMs`. */
  forget(): void
}

const keepMs = 5_000
const mostKept = 10_000

type Row = {
  id: string
  channel: string
  name: string
  account: string
  hook_key: string
  enabled: boolean
  settings: string
}

type DirectoryDeps = { db: Db; secrets: Secrets; channels: ReadonlyMap<string, Channel> }

export function createInboxDirectory(deps: DirectoryDeps): InboxDirectory {
  const kept = new Map<string, { value: OpenInbox | null; until: number }>()

  async function remember(key: string, find: () => Promise<OpenInbox | null>): Promise<OpenInbox | null> {
    const hit = kept.get(key)
    if (hit && hit.until > Date.now()) return hit.value
    const value = await find()
    if (kept.size >= mostKept) kept.clear()
    kept.set(key, { value, until: Date.now() + keepMs })
    return value
  }

  const load = (tenantId: string, where: string, values: unknown[]) =>
    deps.db.withTenant(tenantId, async tx => {
      const { rows } = await tx.query<Row>(
        `SELECT id, channel, name, account, hook_key, enabled, settings FROM inboxes WHERE ${where}`,
        values,
      )
      return rows[0] ? openInbox(deps, tenantId, rows[0]) : null
    })

  return {
    byHook: (kind, hookKey) =>
      remember(`hook ${kind} ${hookKey}`, async () => {
        const [found] = await deps.db.platform<{ tenant_id: string; id: string }>(
          'SELECT tenant_id, id FROM inboxes WHERE hook_key = $1 AND channel = $2 AND enabled',
          [hookKey, kind],
        )
        return found ? load(found.tenant_id, 'id = $1', [found.id]) : null
      }),
    byId: (tenantId, inboxId) =>
      remember(`id ${tenantId} ${inboxId}`, () => load(tenantId, 'id = $1', [inboxId])),
    byAccount: (tenantId, kind, account) =>
      remember(`account ${tenantId} ${kind} ${account}`, () =>
        load(tenantId, 'channel = $1 AND account = $2', [kind, account]),
      ),
    all: () =>
      deps.db
        .platform<{ tenant_id: string; id: string; channel: string }>(
          'SELECT tenant_id, id, channel FROM inboxes WHERE enabled',
        )
        .then(rows => rows.map(row => ({ tenantId: row.tenant_id, inboxId: row.id, channel: row.channel }))),
    forget: () => kept.clear(),
  }
}

async function openInbox(deps: DirectoryDeps, tenantId: string, row: Row): Promise<OpenInbox | null> {
  const channel = deps.channels.get(row.channel)
  if (!channel) return null
  return {
    tenantId,
    inboxId: row.id,
    name: row.name,
    account: row.account,
    hookKey: row.hook_key,
    enabled: row.enabled,
    channel,
    settings: await openSettings(deps.secrets, tenantId, row.id, row.settings),
  }
}
