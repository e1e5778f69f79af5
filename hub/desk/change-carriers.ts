/**
 * Changes every conversation that carries something, some at a time, and then the thing itself, in the transaction that
 * finds no carrier left. A crash in between leaves the thing as it was, and doing it again finishes it.
 */
import type { Tx } from '../../db/client.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import type { Who } from '../../platform/identity/who.ts'
import type { App } from '../app.ts'
import { conversationSubject, record } from '../conversations/change-conversation.ts'
import { type LockedConversation, lockConversations } from '../conversations/conversation-log.ts'

const atOnce = 200

type Carried<Thing, Answer> = {
  /** Locks the thing, so that nobody puts it on another conversation meanwhile. */
  hold(tx: Tx): Promise<Thing>
  /** A condition on `c` with $1; a null value means that no conversation has to change. */
  carriers(thing: Thing): { where: string; value: string | null }
  /** What the change does to a conversation; it carries the thing no more. */
  change(conversation: LockedConversation, thing: Thing): void
  /** The change of the thing itself. */
  finish(tx: Tx, thing: Thing): Promise<Answer>
}

export async function changeCarriers<Thing, Answer>(
  app: App,
  who: Who,
  carried: Carried<Thing, Answer>,
): Promise<Answer> {
  for (;;) {
    const done = await app.db.withTenant(who.tenantId, async tx => {
      const thing = await carried.hold(tx)
      const some = await changeSome(app, tx, who, carried, thing)
      return some === atOnce ? null : { answer: await carried.finish(tx, thing) }
    })
    if (done) return done.answer
  }
}

async function changeSome<Thing, Answer>(
  app: App,
  tx: Tx,
  who: Who,
  carried: Carried<Thing, Answer>,
  thing: Thing,
): Promise<number> {
  const { where, value } = carried.carriers(thing)
  if (value === null) return 0
  const { rows } = await tx.query<{ id: string }>(
    `SELECT c.id FROM conversations c WHERE ${where} ORDER BY c.id LIMIT ${atOnce}`,
    [value],
  )
  const locked = await lockConversations(
    tx,
    rows.map(row => row.id),
  )
  for (const conversation of locked.values()) {
    const before = { labels: [...conversation.labels], fields: { ...conversation.fields } }
    carried.change(conversation, thing)
    const difference = changed(before, { labels: conversation.labels, fields: conversation.fields })
    if (!difference) continue
    await record(app, tx, who, conversation, { type: 'conversation.changed', data: difference })
    audit(tx, { action: 'conversations.change', subject: conversationSubject(conversation), ...difference })
  }
  return rows.length
}
