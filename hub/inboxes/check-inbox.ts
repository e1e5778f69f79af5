import { ChannelFailure } from '../../channels/channel.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { channelIo } from '../channel-io.ts'
import { hookPath } from '../intake/hooks.ts'
import { type Health, noteHealth } from './health.ts'
import { loadInbox } from './manage-inboxes.ts'
import { openSettings } from './settings.ts'

/**
 * Asks the provider whether the credentials work, and tells it where our hook is when it can be told. The provider may
 * take its time: no transaction is open while we wait.
 */
export async function checkInbox(app: App, who: Who, id: string): Promise<{ ok: boolean; words: string }> {
  const { row, channel } = await app.db.withTenant(who.tenantId, tx => loadInbox(app, tx, who, id))
  const settings = await openSettings(app.secrets, who.tenantId, id, row.settings)
  const io = channelIo(app.egress)
  const note = (health: Health, words: string | null) =>
    app.db.withTenant(who.tenantId, tx => noteHealth(app, tx, id, health, words))
  try {
    const { account } = await channel.check(settings, io)
    await channel.register?.(settings, `${app.config.publicUrl}${hookPath(row.channel, row.hook_key)}`, io)
    await note('connected', null)
    return { ok: true, words: `Connected as ${account}.` }
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error
    await note(error.outcome === 'signed-out' ? 'signed-out' : 'failing', error.message)
    return { ok: false, words: error.message }
  }
}
