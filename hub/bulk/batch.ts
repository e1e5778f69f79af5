/** Some conversations of a job, in one transaction: each changed as a person would change it, or left with the reason why. */
import type { Tx } from '../../db/client.ts'
import { audit } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { conversationSubject, refuseSecondChat } from '../conversations/change-conversation.ts'
import {
  ConversationLog,
  type LockedConversation,
  lockConversations,
} from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'
import { sees } from '../conversations/visible.ts'
import type { Skipped } from './bulk-jobs.ts'
import { differenceOf, eventsOf, type Fields, fieldsOf, put } from './transition.ts'

type Batch = { jobId: string; ids: string[]; who: Who }
/** What becomes of one conversation: its fields, or why it stays as it is; null when there is nothing to say of it. */
export type Decide = (now: Fields, id: string) => Fields | string | null
export type Outcome = { done: number; report: Skipped[] }

/** `mark` says in the event what the job did here, so that it can be taken back. */
export async function changeBatch(
  app: App,
  tx: Tx,
  batch: Batch,
  { decide, mark }: { decide: Decide; mark: 'bulk' | 'bulkUndo' },
): Promise<Outcome> {
  const locked = await lockConversations(tx, batch.ids)
  const log = new ConversationLog(app.clock.now())
  const outcome: Outcome = { done: 0, report: [] }
  const reopened = new Set<string>()
  for (const id of batch.ids) {
    const conversation = locked.get(id)
    const change =
      conversation && sees(batch.who, conversation)
        ? await changeOne(tx, conversation, { batch, decide, mark, log, reopened })
        : 'You no longer see this conversation.'
    if (change === true) outcome.done += 1
    else if (change) outcome.report.push({ id, why: change })
  }
  const published = await log.save(tx)
  tx.afterCommit(() => publish(app.live, batch.who.tenantId, published))
  return outcome
}

type Changing = {
  batch: Batch
  decide: Decide
  mark: 'bulk' | 'bulkUndo'
  log: ConversationLog
  /** Contacts whose chat was opened again in this batch, which the database does not show yet. */
  reopened: Set<string>
}

/** True when it was changed, else why not. */
async function changeOne(
  tx: Tx,
  conversation: LockedConversation,
  { batch, decide, mark, log, reopened }: Changing,
): Promise<true | string | null> {
  const now = fieldsOf(conversation)
  const wanted = decide(now, conversation.id)
  if (wanted === null || typeof wanted === 'string') return wanted
  const difference = differenceOf(now, wanted)
  if (!difference) return 'It was so already.'
  if (difference.after.status === 'open' && conversation.thread === 'chat') {
    const why = reopened.has(conversation.contact.id)
      ? `${conversation.contact.name} already has an open chat; go on there.`
      : await refusalOf(refuseSecondChat(tx, conversation))
    if (why) return why
    reopened.add(conversation.contact.id)
  }
  put(conversation, difference.after)
  const actor = { id: batch.who.memberId, name: batch.who.name }
  for (const [at, event] of eventsOf(difference).entries()) {
    const marked = at === 0 ? { [mark]: { job: batch.jobId, ...difference } } : {}
    log.append(conversation, { type: event.type, actor, data: { ...event.data, ...marked } })
  }
  audit(tx, {
    action: 'conversations.change',
    subject: conversationSubject(conversation),
    ...difference,
    reason: `bulk ${batch.jobId}`,
  })
  return true
}

/** The words of a refusal; anything else thrown goes on. */
const refusalOf = (work: Promise<void>): Promise<string | null> =>
  work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.message
      throw error
    },
  )
