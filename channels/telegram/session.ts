/** Long polling: Telegram keeps an update (for a day) until a later call asks for what comes after it. */
import { ChannelFailure, type Link } from '../channel.ts'
import { ALLOWED_UPDATES, type BotApi, botApi } from './bot-api.ts'
import { itemOf, updateIdOf } from './hook.ts'
import type { TelegramSettings } from './settings.ts'

const POLL_SECONDS = 25

/**
 * Runs until the signal aborts (resolves) or a call fails (rejects). The offset moves only after `link.store`
 * resolved, so an update we did not commit comes again. The cursor is the last stored update id.
 */
export async function connect(settings: TelegramSettings, link: Link): Promise<void> {
  const api = botApi(settings, link)
  try {
    // While a webhook is set, getUpdates answers 409.
    await unlessAborted(api.call('deleteWebhook', { drop_pending_updates: false }), link.signal)
    await poll(api, link)
  } catch (error) {
    if (link.signal.aborted) return
    link.health('reconnecting', error instanceof Error ? error.message : String(error))
    throw error
  }
}

async function poll(api: BotApi, link: Link): Promise<void> {
  let cursor = link.cursor
  let connected = false
  while (!link.signal.aborted) {
    // The first call does not wait, so that people see at once whether the link stands.
    const updates = await unlessAborted(getUpdates(api, cursor, connected ? POLL_SECONDS : 0), link.signal)
    if (!connected) link.health('connected')
    connected = true
    if (updates.length === 0) continue
    const last = updates.map(updateIdOf).findLast(id => id !== null)
    if (last === undefined || last === null)
      throw new ChannelFailure('retry', 'Telegram sent updates without ids')
    cursor = String(last)
    await link.store(
      updates.map(update => itemOf(update)),
      cursor,
    )
  }
}

async function getUpdates(api: BotApi, cursor: string | null, seconds: number): Promise<unknown[]> {
  const offset = cursor !== null && /^\d+$/.test(cursor) ? { offset: Number(cursor) + 1 } : {}
  const result = await api.call(
    'getUpdates',
    { ...offset, timeout: seconds, allowed_updates: ALLOWED_UPDATES },
    { timeoutMs: (seconds + 10) * 1000 },
  )
  if (!Array.isArray(result)) throw new ChannelFailure('retry', 'Telegram answered getUpdates without a list')
  return result
}

/** A request in flight cannot be called back, but need not be waited for. Unlike Promise.race it leaves nothing behind. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
