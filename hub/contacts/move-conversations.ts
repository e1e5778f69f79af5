/**
 * Conversations that change their contact. A contact has one open chat: when both sides have one, the chat that was quiet
 * for longer is resolved and points to the one that goes on. Refusing instead would make the agent resolve one by hand
 * first, every time, since two open chats are just how the same person is met twice. Nobody's waiting is forgotten: the
 * chat that goes on takes over since when the customer waits.
 */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import {
  ConversationLog,
  type LockedConversation,
  lockConversations,
} from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'
import { sees } from '../conversations/visible.ts'

type Named = { id: string; name: string }

/** A chat that was resolved because another goes on, with what both said before about waiting. */
type ClosedChat = {
  id: string
  goesOnIn: string
  waitingSince: string | null
  goesOnWaitingSince: string | null
}

type Move = { from: Named; into: Named; mergeId: string; kind: 'merge' | 'move' }

/** `speaksFor`: customers of the contact they come to. */
type Sides = { moving: LockedConversation[]; staying: LockedConversation[]; speaksFor: { id: string }[] }
type Cleared = { id: string; customerId: string }

/** All conversations of these contacts, locked. */
export async function lockConversationsOf(tx: Tx, contactIds: string[]): Promise<LockedConversation[]> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM conversations WHERE contact_id = ANY($1)', [
    contactIds,
  ])
  const locked = await lockConversations(
    tx,
    rows.map(row => row.id),
  )
  return [...locked.values()]
}

const isOpenChat = (each: LockedConversation) => each.thread === 'chat' && each.status !== 'resolved'

export const latest = (of: LockedConversation[]): LockedConversation | undefined =>
  of.toSorted((a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt) || b.id.localeCompare(a.id))[0]

/**
 * Moves locked conversations, says so in each of them and in the survivor's latest one. Answers the chat it closed, and
 * those that named a customer nobody there speaks for: they name none now.
 */
export async function moveConversations(
  app: App,
  tx: Tx,
  who: Who,
  move: Move,
  { moving, staying, speaksFor }: Sides,
): Promise<{ closedChat: ClosedChat | null; cleared: Cleared[] }> {
  const closed = closeOne(who, moving.find(isOpenChat), staying.find(isOpenChat))
  for (const each of moving) each.contact = move.into
  const cleared = moving.flatMap(each => clearStranger(each, speaksFor))
  const beside =
    staying.find(each => each.id === closed?.id || each.id === closed?.goesOnIn) ?? latest(staying)
  const log = new ConversationLog(app.clock.now())
  for (const each of beside ? [...moving, beside] : moving) {
    log.append(each, {
      type: 'contact.merged',
      actor: { id: who.memberId, name: who.name },
      data: { ...move, ...(each.id === closed?.id ? { goesOnIn: closed.goesOnIn } : {}) },
    })
  }
  // The resolved chat is saved before the other one comes to the contact: the index allows one open chat at any moment.
  const published = await log.save(tx)
  await setContact(
    tx,
    moving.map(each => each.id),
    move.into.id,
  )
  tx.afterCommit(() => publish(app.live, who.tenantId, published))
  return { closedChat: closed, cleared }
}

/** A matter is about a customer only as long as its contact speaks for them. */
export function clearStranger(conversation: LockedConversation, speaksFor: { id: string }[]): Cleared[] {
  const { id, customer } = conversation
  if (!customer || speaksFor.some(each => each.id === customer.id)) return []
  conversation.customer = null
  return [{ id, customerId: customer.id }]
}

export async function setContact(tx: Tx, conversationIds: string[], contactId: string): Promise<void> {
  await tx.query('UPDATE conversations SET contact_id = $2 WHERE id = ANY($1)', [conversationIds, contactId])
}

function closeOne(
  who: Who,
  one: LockedConversation | undefined,
  other: LockedConversation | undefined,
): ClosedChat | null {
  if (!one || !other) return null
  const goesOn = latest([one, other]) as LockedConversation
  const closing = goesOn === one ? other : one
  if (!sees(who, goesOn) || !sees(who, closing)) {
    throw new Refusal(
      'conflict',
      'Both have an open chat, and one of them is in an inbox you do not see. Ask a colleague who sees both.',
    )
  }
  const closed = {
    id: closing.id,
    goesOnIn: goesOn.id,
    waitingSince: closing.waitingSince,
    goesOnWaitingSince: goesOn.waitingSince,
  }
  goesOn.waitingSince = earlier(goesOn.waitingSince, closing.waitingSince)
  closing.status = 'resolved'
  closing.waitingSince = null
  return closed
}

export const earlier = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b < a) ? b : a
