/** Conversations go back to the contact they came from; the chat a merge resolved is opened again where that is possible. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { ConversationLog, type LockedConversation } from '../conversations/conversation-log.ts'
import { publish } from '../conversations/publish.ts'
import { customersOf } from './customers-of.ts'
import { clearStranger, earlier, latest, setContact } from './move-conversations.ts'
import type { MovedThings } from './moved.ts'

type Named = { id: string; name: string }
type Return = { id: string; kind: 'merge' | 'move'; from: Named; into: Named; moved: MovedThings }

/** `conversations`: all of both contacts, locked. Refuses (conflict) when one of those that moved is elsewhere now. */
export async function returnConversations(
  app: App,
  tx: Tx,
  who: Who,
  merge: Return,
  conversations: LockedConversation[],
): Promise<void> {
  const { from, into, moved } = merge
  const returning = conversations.filter(each => moved.conversations.includes(each.id))
  if (returning.length < moved.conversations.length || returning.some(each => each.contact.id !== into.id)) {
    throw new Refusal('conflict', 'One of the conversations was moved on since; take that back first.')
  }
  for (const each of returning) each.contact = { id: from.id, name: from.name }
  refuseTwoChats(conversations, from)
  const beside = reopenClosed(conversations, moved)
  const about = await backToCustomers(tx, merge, conversations)
  const touched = new Set([...returning, ...beside, ...about])
  const told = touched.size > 0 ? touched : new Set([latest(conversations)].filter(each => !!each))
  const log = new ConversationLog(app.clock.now())
  for (const each of told) {
    log.append(each, {
      type: 'contact.unmerged',
      actor: { id: who.memberId, name: who.name },
      data: {
        mergeId: merge.id,
        kind: merge.kind,
        from: { id: from.id, name: from.name },
        into: { id: into.id, name: into.name },
      },
    })
  }
  await setContact(tx, moved.conversations, from.id)
  const published = await log.save(tx)
  tx.afterCommit(() => publish(app.live, who.tenantId, published))
}

/** The links are back already. Names again what the move took away, and no more what came with a link that left. */
async function backToCustomers(
  tx: Tx,
  { from, into, moved }: Return,
  conversations: LockedConversation[],
): Promise<LockedConversation[]> {
  const speaksFor = { [from.id]: await customersOf(tx, from.id), [into.id]: await customersOf(tx, into.id) }
  return conversations.filter(each => {
    const customers = speaksFor[each.contact.id] ?? []
    if (clearStranger(each, customers).length > 0) return true
    const was = moved.cleared.find(({ id }) => id === each.id)
    const customer = was && customers.find(({ id }) => id === was.customerId)
    if (!customer || each.customer) return false
    each.customer = { id: customer.id, name: customer.name }
    return true
  })
}

const openChats = (of: LockedConversation[], contactId: string) =>
  of.filter(each => each.contact.id === contactId && each.thread === 'chat' && each.status !== 'resolved')

function refuseTwoChats(conversations: LockedConversation[], from: Named): void {
  if (openChats(conversations, from.id).length > 1) {
    throw new Refusal('conflict', `${from.name} would have two open chats; resolve one of them first.`)
  }
}

/** The two chats of the merge, as far as they were touched. Who waited before waits again, unless somebody answered. */
function reopenClosed(
  conversations: LockedConversation[],
  { closedChat }: MovedThings,
): LockedConversation[] {
  const closed = conversations.find(each => each.id === closedChat?.id)
  const wentOn = conversations.find(each => each.id === closedChat?.goesOnIn)
  if (!closedChat || !closed || !wentOn) return []
  const took = earlier(closedChat.waitingSince, closedChat.goesOnWaitingSince)
  const unanswered = wentOn.waitingSince === took
  if (unanswered) wentOn.waitingSince = closedChat.goesOnWaitingSince
  if (closed.status === 'resolved' && openChats(conversations, closed.contact.id).length === 0) {
    closed.status = 'open'
    closed.waitingSince = unanswered ? closedChat.waitingSince : null
  }
  return [closed, wentOn]
}
