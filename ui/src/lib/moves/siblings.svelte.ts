/** A contact's other conversations, fetched each time somebody is about to choose among them. */
import { wordsOf } from '../api/client.ts'
import type { ConversationRow } from '../api/types.ts'
import { moves } from './calls.ts'

export class Siblings {
  items = $state.raw<ConversationRow[] | null>(null)
  failure = $state<string | null>(null)

  async load(conversationId: string): Promise<void> {
    this.items = null
    this.failure = null
    try {
      this.items = (await moves.siblings(conversationId)).items
    } catch (error) {
      this.failure = wordsOf(error)
    }
  }
}
