import type { z } from 'zod'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { lockConversation } from '../conversations/find-conversations.ts'
import { tryCode } from './try-code.ts'
import type { Verified } from './verify.api.ts'

/**
 * The agent types the code the customer says. Refuses a wrong one (invalid) with the tries that are left, and any when no
 * code waits (conflict). The try is committed before it is refused: otherwise it would not count.
 */
export async function checkCode(
  app: App,
  who: Who,
  conversationId: string,
  code: string,
): Promise<z.infer<typeof Verified>> {
  const outcome = await app.db.withTenant(who.tenantId, async tx => {
    const conversation = await lockConversation(tx, who, conversationId)
    return tryCode(app, tx, conversation, code, { id: who.memberId, name: who.name })
  })
  if (outcome.is === 'right') {
    return { customerId: outcome.customerId, until: outcome.until.toISOString() }
  }
  if (outcome.is === 'wrong' && outcome.triesLeft > 0) {
    const tries = outcome.triesLeft === 1 ? 'One try is' : `${outcome.triesLeft} tries are`
    throw new Refusal('invalid', `That is not the code. ${tries} left.`)
  }
  if (outcome.is === 'wrong') throw new Refusal('conflict', 'That was the last try. Send a new code.')
  throw new Refusal('conflict', 'No code is waiting here. Send a new one.')
}
