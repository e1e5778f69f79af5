/** Keeps every long-lived connection (IMAP IDLE, long polling) of the installation, each in exactly one process. */
import type { Link } from '../../channels/channel.ts'
import { ChannelFailure } from '../../channels/channel.ts'
import type { Exclusive } from '../../platform/exclusive.ts'
import type { App } from '../app.ts'
import { channelIo } from '../channel-io.ts'
import type { OpenInbox } from '../inboxes/directory.ts'
import { type Health, noteHealth } from '../inboxes/health.ts'
import type { Intake } from '../intake/intake.ts'

const lookAgainMs = 3_000
const longestWaitMs = 60_000

type Running = { abort: AbortController; settings: string; done: Promise<void> }

export type Links = { stop(): Promise<void> }

export function startLinks(app: App, intake: Intake, exclusive: Exclusive): Links {
  const running = new Map<string, Running>()
  let looking = Promise.resolve()
  let stopped = false

  async function look(): Promise<void> {
    const inboxes = await app.inboxes.all()
    const wanted = new Set(inboxes.map(inbox => inbox.inboxId))
    for (const [inboxId, link] of running) if (!wanted.has(inboxId)) link.abort.abort()
    for (const each of inboxes) {
      if (!app.channels.get(each.channel)?.connect) continue
      const inbox = await app.inboxes.byId(each.tenantId, each.inboxId)
      if (inbox && !stopped) await ensure(inbox)
    }
  }

  async function ensure(inbox: OpenInbox): Promise<void> {
    const wants = inbox.channel.wantsLink?.(inbox.settings) ?? true
    const settings = JSON.stringify(inbox.settings)
    const now = running.get(inbox.inboxId)
    if (now && (!wants || now.settings !== settings)) return now.abort.abort()
    if (now || !wants) return
    const abort = new AbortController()
    const name = `link ${inbox.tenantId} ${inbox.inboxId}`
    if (!(await exclusive.take(name, () => abort.abort()))) return
    const done = keepAndRelease(inbox, name, abort.signal)
    running.set(inbox.inboxId, { abort, settings, done })
  }

  async function keepAndRelease(inbox: OpenInbox, name: string, signal: AbortSignal): Promise<void> {
    await keep(app, intake, inbox, signal)
    running.delete(inbox.inboxId)
    await exclusive.release(name).catch(() => {})
  }

  const lookSafely = () =>
    look().catch((error: Error) => app.log.warn({ err: error }, 'links could not be looked after'))
  const timer = setInterval(() => {
    looking = looking.then(lookSafely)
  }, lookAgainMs)
  looking = lookSafely()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      for (const link of running.values()) link.abort.abort()
      await Promise.allSettled([...running.values()].map(link => link.done))
    },
  }
}

/** Connects again and again, with back-off, until the link is not wanted any more. */
async function keep(app: App, intake: Intake, inbox: OpenInbox, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      const link = await linkOf(app, intake, inbox, signal, () => {
        failures = 0
      })
      await inbox.channel.connect?.(inbox.settings, link)
    } catch (error) {
      failures += 1
      const signedOut = error instanceof ChannelFailure && error.outcome === 'signed-out'
      const words = error instanceof Error ? error.message : String(error)
      await report(app, inbox, signedOut ? 'signed-out' : 'reconnecting', words)
    }
    if (!signal.aborted) await pause(Math.min(longestWaitMs, 500 * 2 ** Math.min(failures, 10)), signal)
  }
}

async function linkOf(
  app: App,
  intake: Intake,
  inbox: OpenInbox,
  signal: AbortSignal,
  connected: () => void,
): Promise<Link> {
  const cursor = await app.db.withTenant(inbox.tenantId, async tx => {
    const { rows } = await tx.query<{ cursor: string | null }>('SELECT cursor FROM inboxes WHERE id = $1', [
      inbox.inboxId,
    ])
    return rows[0]?.cursor ?? null
  })
  return {
    ...channelIo(app.egress),
    cursor,
    signal,
    store: (items, next) =>
      intake.storeWithCursor(
        inbox.tenantId,
        inbox.inboxId,
        items.map(item => ({ inboxId: inbox.inboxId, key: item.key, raw: item.raw })),
        next,
      ),
    health(state, words) {
      if (state === 'connected') connected()
      void report(app, inbox, state, words ?? null)
    },
  }
}

const report = (app: App, inbox: OpenInbox, health: Health, words: string | null) =>
  app.db
    .withTenant(inbox.tenantId, tx => noteHealth(app, tx, inbox.inboxId, health, words))
    .catch((error: Error) => app.log.warn({ err: error }, 'health not written'))

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
