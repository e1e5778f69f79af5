/** Providers' receipts -> states of our messages. */
import type { IncomingReceipt } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { cleanText } from './clean-text.ts'
import { ConversationLog, lockConversations, type PublishedEvent } from './conversation-log.ts'
import { readMessages } from './message-rows.ts'
import { afterReceipt } from './message-state.ts'
import type { LiveMessage } from './shapes.ts'

export type ArrivedReceipt = { receipt: IncomingReceipt; inboxId: string; inboxEventId: string }

/** `unmatched`: events whose message is not known (yet): the receipt can outrun our own commit. */
export type ReceiptsApplied = { published: PublishedEvent[]; unmatched: Set<string> }

export async function applyReceipts(tx: Tx, arrived: ArrivedReceipt[], now: Date): Promise<ReceiptsApplied> {
  if (arrived.length === 0) return { published: [], unmatched: new Set() }
  const targets = await findTargets(tx, arrived)
  const messageIds = [...new Set([...targets.values()].map(target => target.messageId))]
  const conversations = await lockConversations(tx, [
    ...new Set([...targets.values()].map(target => target.conversationId)),
  ])
  // Read under the conversations' locks: every change of a message's state takes them.
  const messages = new Map(
    (await readMessages(tx, 'm.id = ANY($1)', [messageIds])).map(message => [message.id, message]),
  )
  const log = new ConversationLog(now)
  const changed = new Map<string, Changed>()
  const unmatched = new Set<string>()
  for (const each of arrived) {
    const target = targets.get(each)
    const message = target && messages.get(target.messageId)
    const conversation = target && conversations.get(target.conversationId)
    if (!message || !conversation) {
      unmatched.add(each.inboxEventId)
      continue
    }
    const next = changeOf(message, each.receipt)
    if (!next) continue
    messages.set(message.id, next)
    changed.set(message.id, {
      id: message.id,
      state: next.state,
      state_words: next.stateWords,
      state_code: each.receipt.reason?.code ?? null,
      external_id: each.receipt.externalId,
    })
    log.append(conversation, { type: 'message.changed', data: { state: next.state } }, next)
  }
  const published = await log.save(tx)
  await saveStates(tx, [...changed.values()])
  return { published, unmatched }
}

type Changed = {
  id: string
  state: string
  state_words: string | null
  state_code: string | null
  external_id: string | null
}

/** The message as it is after the receipt; null when the receipt tells nothing new. */
function changeOf(message: LiveMessage, receipt: IncomingReceipt): LiveMessage | null {
  const state = afterReceipt(message.state, receipt.state)
  if (state === message.state) return null
  const stateWords =
    state === 'failed' ? cleanText(receipt.reason?.words ?? 'The provider gave no reason.') : null
  return { ...message, state, stateWords }
}

async function saveStates(tx: Tx, changed: Changed[]): Promise<void> {
  if (changed.length === 0) return
  await tx.query(
    {
      name: 'save-message-states',
      text: `UPDATE messages m SET state = x.state, state_words = x.state_words, state_code = x.state_code,
          external_id = COALESCE(m.external_id, x.external_id)
        FROM json_to_recordset($1::json) AS x(id uuid, state text, state_words text, state_code text, external_id text)
        WHERE m.id = x.id`,
    },
    [JSON.stringify(changed)],
  )
}

type Target = { messageId: string; conversationId: string }

/** By the provider's id, else by the attempt id the provider echoed. */
async function findTargets(tx: Tx, arrived: ArrivedReceipt[]): Promise<Map<ArrivedReceipt, Target>> {
  const { rows } = await tx.query<{ at: number; message_id: string; conversation_id: string }>(
    {
      name: 'find-receipt-targets',
      text: `SELECT DISTINCT ON (x.at) x.at, m.id AS message_id, m.conversation_id
        FROM json_to_recordset($1::json) AS x(at int, inbox_id uuid, external_id text, ref uuid)
        LEFT JOIN attempts a ON a.id = x.ref
        JOIN messages m ON m.direction = 'out' AND
          ((m.inbox_id = x.inbox_id AND m.external_id = x.external_id) OR m.id = a.message_id)
        ORDER BY x.at`,
    },
    [
      JSON.stringify(
        arrived.map((each, at) => ({
          at,
          inbox_id: each.inboxId,
          external_id: each.receipt.externalId,
          ref: uuidOrNull(each.receipt.ref),
        })),
      ),
    ],
  )
  const targets = new Map<ArrivedReceipt, Target>()
  for (const row of rows) {
    const each = arrived[row.at]
    if (each) targets.set(each, { messageId: row.message_id, conversationId: row.conversation_id })
  }
  return targets
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const uuidOrNull = (text: string | null) => (text && uuidShape.test(text) ? text : null)
