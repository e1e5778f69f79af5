/** Whom a note in the open conversation may name. */
import type { Mentionable } from '../api/types.ts'
import { session } from '../session/session.svelte.ts'
import { mentionCalls } from './calls.ts'

const believedMs = 30_000

class InThisConversation {
  #id = $state('')
  #items = $state.raw<Mentionable[] | null>(null)
  #askedAt = 0
  hasFailed = $state(false)

  /** Until the answer is here, or without one: all colleagues, and the server says who does not see it. */
  of(conversationId: string): Mentionable[] {
    if (this.#id === conversationId && this.#items) return this.#items
    return session.members
      .filter(member => member.id !== session.memberId)
      .map(({ id, name }) => ({ id, name, kind: 'member', tells: 1 }))
  }

  /** Fetches them, unless that was done a moment ago. */
  async load(conversationId: string): Promise<void> {
    if (!session.can('conversations.reply')) return
    const isFresh = this.#id === conversationId && Date.now() - this.#askedAt < believedMs
    if (isFresh && !this.hasFailed) return
    if (this.#id !== conversationId) this.#items = null
    this.#id = conversationId
    this.#askedAt = Date.now()
    const answer = await mentionCalls.mentionable(conversationId).catch(() => null)
    if (this.#id !== conversationId) return
    this.hasFailed = answer === null
    if (answer) this.#items = answer.items
  }
}

export const mentionable = new InThisConversation()
