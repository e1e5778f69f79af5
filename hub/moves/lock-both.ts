/** Two conversations for one change, in the order everybody locks in. */
import type { Tx } from '../../db/client.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import { type LockedConversation, lockConversations } from '../conversations/conversation-log.ts'
import { sees } from '../conversations/visible.ts'

/**
 * Both, locked. Refuses (missing) one this member does not see, and (conflict) two of different contacts: what one person
 * said is never put into another's mouth.
 */
export async function lockBoth(
  tx: Tx,
  who: Who,
  fromId: string,
  toId: string,
): Promise<{ from: LockedConversation; to: LockedConversation }> {
  if (fromId === toId) throw new Refusal('invalid', 'They are in this conversation already.')
  const locked = await lockConversations(tx, [fromId, toId])
  const [from, to] = [locked.get(fromId), locked.get(toId)]
  if (!from || !to || !sees(who, from) || !sees(who, to)) {
    throw new Refusal('missing', 'There is no such conversation.')
  }
  if (from.contact.id !== to.contact.id) {
    throw new Refusal(
      'conflict',
      `${from.contact.name} and ${to.contact.name} are two contacts. If they are one person, merge the contacts first.`,
    )
  }
  return { from, to }
}
