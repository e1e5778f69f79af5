/** The demo's four inboxes, pointed at this start's fakes. */
import { randomBytes } from 'node:crypto'
import type { Tx } from '../../db/client.ts'
import { newId } from '../../platform/ids.ts'
import type { App } from '../app.ts'
import { sealSettings } from '../inboxes/settings.ts'
import { hookPath } from '../intake/hooks.ts'
import type { DemoFakes } from './fakes.ts'

const names: Record<string, string> = {
  email: 'Support mail',
  whatsapp: 'WhatsApp line',
  sms: 'SMS line',
  telegram: 'Fernhill bot',
}

export type DemoInboxes = Record<string, string>

/** Makes or repoints them; answers channel -> inbox id. */
export async function connectInboxes(
  app: App,
  tenantId: string,
  fakes: DemoFakes,
  publicUrl: string,
): Promise<DemoInboxes> {
  const ids: DemoInboxes = {}
  const hooks: Record<string, string> = {}
  await app.db.withTenant(tenantId, async tx => {
    for (const [kind, raw] of Object.entries(fakes.settings)) {
      const { id, hookKey } = await connect(app, tx, kind, raw)
      ids[kind] = id
      hooks[kind] = `${publicUrl}${hookPath(kind, hookKey)}`
    }
  })
  app.inboxes.forget()
  fakes.whatsapp.setHookUrl(hooks.whatsapp ?? null)
  fakes.twilio.setHookUrl(hooks.sms ?? '')
  return ids
}

async function connect(
  app: App,
  tx: Tx,
  kind: string,
  raw: Record<string, unknown>,
): Promise<{ id: string; hookKey: string }> {
  const channel = app.channels.get(kind)
  if (!channel) throw new Error(`no channel ${kind}`)
  const settings = channel.settings.parse(raw)
  const account = channel.accountOf(settings)
  const { rows } = await tx.query<{ id: string; hook_key: string }>(
    'SELECT id, hook_key FROM inboxes WHERE channel = $1 AND account = $2',
    [kind, account],
  )
  const id = rows[0]?.id ?? newId()
  const hookKey = rows[0]?.hook_key ?? randomBytes(24).toString('base64url')
  // The fakes start empty every time, so links start from their beginning too.
  await tx.query(
    `INSERT INTO inboxes (id, channel, name, account, hook_key, settings, health) VALUES ($1, $2, $3, $4, $5, $6, 'connected')
     ON CONFLICT (tenant_id, id) DO UPDATE SET settings = EXCLUDED.settings, cursor = NULL, health = 'connected', health_words = NULL`,
    [
      id,
      kind,
      names[kind] ?? channel.title,
      account,
      hookKey,
      await sealSettings(app.secrets, tx.tenantId, id, settings),
    ],
  )
  return { id, hookKey }
}

/** The demo's one agent who does not see everything: mail and SMS only. */
export async function limitAgent(tx: Tx, inboxes: DemoInboxes): Promise<void> {
  await tx.query(
    `INSERT INTO inbox_access (member_id, inbox_id)
     SELECT m.id, b.id FROM members m CROSS JOIN inboxes b
     WHERE NOT m.all_inboxes AND b.id = ANY($1) ON CONFLICT DO NOTHING`,
    [[inboxes.email, inboxes.sms]],
  )
}
