/** The outcome of an attempt, written after the network answered. */
import type { Tx } from '../../db/client.ts'
import type { App } from '../app.ts'
import { cleanText } from '../conversations/clean-text.ts'
import { ConversationLog, lockConversations } from '../conversations/conversation-log.ts'
import { readMessages } from '../conversations/message-rows.ts'
import { afterReceipt } from '../conversations/message-state.ts'
import { publish } from '../conversations/publish.ts'
import type { LiveMessage } from '../conversations/shapes.ts'
import { noteOutbound, noteSignedOut } from '../inboxes/health.ts'
import type { Claimed } from './claim.ts'

export type Outcome =
  | { state: 'sent'; externalId: string }
  | {
      state: 'retry' | 'rejected' | 'signed-out' | 'unknown'
      code: string
      words: string
      retryAfterMs?: number | undefined
    }

/** Tries of one message before it counts as failed; with the back-off about a day. */
const mostTries = 20
const longestWaitMs = 2 * 3_600_000

const backOffMs = (tries: number) => Math.min(longestWaitMs, 2_000 * 2 ** Math.min(tries, 16))

export async function settle(app: App, tenantId: string, claimed: Claimed, outcome: Outcome): Promise<void> {
  await app.db.withTenant(tenantId, async tx => {
    const conversation = (await lockConversations(tx, [claimed.conversationId])).get(claimed.conversationId)
    const [message] = await readMessages(tx, 'm.id = $1', [claimed.messageId])
    if (!conversation || !message) return
    await endAttempt(app, tx, claimed.attemptId, outcome)
    const next = nextState(message, claimed, outcome)
    await saveMessage(app, tx, claimed, outcome, next)
    if (outcome.state === 'sent') await noteOutbound(tx, claimed.inboxId)
    if (outcome.state === 'signed-out') await noteSignedOut(app, tx, claimed.inboxId, outcome.words)
    if (next.state === message.state && next.stateWords === message.stateWords) return
    const log = new ConversationLog(app.clock.now())
    log.append(
      conversation,
      { type: 'message.changed', data: { state: next.state } },
      { ...message, ...next },
    )
    const published = await log.save(tx)
    tx.afterCommit(() => publish(app.live, tenantId, published))
  })
}

type Next = Pick<LiveMessage, 'state' | 'stateWords'>

/** A receipt may have been faster than our own answer: then the further state stays. */
function nextState(message: LiveMessage, claimed: Claimed, outcome: Outcome): Next {
  const moved = message.state !== 'sending'
  if (outcome.state === 'sent')
    return { state: afterReceipt(message.state, 'sent'), stateWords: moved ? message.stateWords : null }
  if (moved) return { state: message.state, stateWords: message.stateWords }
  const words = cleanText(outcome.words).slice(0, 500)
  if (outcome.state === 'unknown') return { state: 'unknown', stateWords: words }
  if (outcome.state === 'retry' && claimed.tries < mostTries) return { state: 'queued', stateWords: words }
  return { state: 'failed', stateWords: words }
}

async function endAttempt(app: App, tx: Tx, attemptId: string, outcome: Outcome): Promise<void> {
  const refused = outcome.state === 'sent' ? { code: null, words: null } : outcome
  await tx.query(`UPDATE attempts SET state = $2, code = $3, words = $4, ended_at = $5 WHERE id = $1`, [
    attemptId,
    outcome.state,
    refused.code,
    refused.words ? cleanText(refused.words) : null,
    app.clock.now(),
  ])
}

async function saveMessage(app: App, tx: Tx, claimed: Claimed, outcome: Outcome, next: Next): Promise<void> {
  const waitMs = outcome.state === 'retry' ? (outcome.retryAfterMs ?? backOffMs(claimed.tries)) : 0
  const nextTryAt = next.state === 'queued' ? new Date(app.clock.now().getTime() + waitMs) : null
  await tx.query(
    `UPDATE messages SET state = $2, state_words = $3, state_code = $4, next_try_at = $5,
       external_id = COALESCE(external_id, $6) WHERE id = $1`,
    [
      claimed.messageId,
      next.state,
      next.stateWords,
      outcome.state === 'sent' ? null : outcome.code,
      nextTryAt,
      outcome.state === 'sent' ? outcome.externalId : null,
    ],
  )
}
