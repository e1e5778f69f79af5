/**
 * Hands queued answers to their provider, one at a time per conversation and inbox, in the order they were written.
 * The attempt is committed before the network is touched and its outcome after: a crash in between leaves an attempt
 * that is shown as `unknown` and never sent again by itself.
 */
import { ChannelFailure, type Outgoing } from '../../channels/channel.ts'
import { isDatabaseAway } from '../../platform/http/problem.ts'
import type { App } from '../app.ts'
import { channelIo } from '../channel-io.ts'
import { whyShutMeanwhile } from '../conversations/reply-routes.ts'
import type { OpenInbox } from '../inboxes/directory.ts'
import { hookPath } from '../intake/hooks.ts'
import { type Claimed, claimNext } from './claim.ts'
import { outgoingFile } from './outgoing-file.ts'
import { type Outcome, settle } from './settle.ts'

/** Delivers everything that is due in this conversation. Safe to run twice at the same time. */
export async function deliver(app: App, tenantId: string, conversationId: string): Promise<void> {
  for (;;) {
    const claimed = await claimNext(app, tenantId, conversationId)
    if (!claimed) return
    const outcome = await attempt(app, tenantId, claimed)
    await settleSurely(app, tenantId, claimed, outcome)
  }
}

/** The provider's answer is known only here: while the database is away it is kept and written as soon as it is back. */
async function settleSurely(app: App, tenantId: string, claimed: Claimed, outcome: Outcome): Promise<void> {
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2_000)) {
    try {
      return await settle(app, tenantId, claimed, outcome)
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
      await new Promise(resolve => setTimeout(resolve, waitMs))
    }
  }
}

async function attempt(app: App, tenantId: string, claimed: Claimed): Promise<Outcome> {
  const inbox = await app.inboxes.byId(tenantId, claimed.inboxId)
  if (!inbox?.enabled) return { state: 'rejected', code: 'inbox-off', words: 'This inbox was switched off.' }
  if (claimed.shut) return { state: 'rejected', code: 'address', words: claimed.shut }
  // An approved template asks for no window.
  const shut = claimed.waited && !claimed.template ? await windowShut(app, tenantId, inbox, claimed) : null
  if (shut) return { state: 'rejected', code: 'window', words: shut }
  try {
    const { externalId } = await inbox.channel.send(
      outgoing(app, tenantId, inbox, claimed),
      inbox.settings,
      channelIo(app.egress),
    )
    return { state: 'sent', externalId }
  } catch (error) {
    if (error instanceof ChannelFailure) {
      return {
        state: error.outcome,
        code: error.code,
        words: error.message,
        retryAfterMs: error.retryAfterMs,
      }
    }
    // A bug in an adapter says nothing about whether the message left.
    app.log.error({ err: error, channel: inbox.channel.kind }, 'adapter threw')
    return {
      state: 'unknown',
      code: 'bug',
      words: 'Something broke here while sending; it may have arrived.',
    }
  }
}

const windowShut = (app: App, tenantId: string, inbox: OpenInbox, claimed: Claimed) =>
  app.db.withTenant(tenantId, tx =>
    whyShutMeanwhile(app, tx, {
      hours: inbox.channel.abilities.replyWindowHours,
      inboxId: claimed.inboxId,
      to: claimed.to,
    }),
  )

const outgoing = (app: App, tenantId: string, inbox: OpenInbox, claimed: Claimed): Outgoing => ({
  attemptId: claimed.attemptId,
  messageId: claimed.messageId,
  to: claimed.to,
  text: claimed.text,
  files: claimed.files.map(file => outgoingFile(app, tenantId, file)),
  template: claimed.template ?? undefined,
  subject: claimed.subject ?? undefined,
  references: claimed.references,
  hookUrl: `${app.config.publicUrl}${hookPath(inbox.channel.kind, inbox.hookKey)}`,
})
