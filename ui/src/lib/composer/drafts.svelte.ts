/** Drafts, one per member, conversation and mode: a reply never turns up as a note, nor with a colleague at this desk. */
import { readStored, store } from '../live/stored.ts'
import { session } from '../session/session.svelte.ts'

export type Mode = 'reply' | 'note'
const keyOf = (conversationId: string, mode: Mode) => `${session.memberId}:${conversationId}:${mode}`

class Drafts {
  #texts = $state.raw<Record<string, string>>(readStored('drafts', {}))

  text(conversationId: string, mode: Mode): string {
    return this.#texts[keyOf(conversationId, mode)] ?? ''
  }

  has(conversationId: string): boolean {
    return this.text(conversationId, 'reply') !== '' || this.text(conversationId, 'note') !== ''
  }

  set(conversationId: string, mode: Mode, text: string): void {
    const { [keyOf(conversationId, mode)]: _, ...others } = this.#texts
    this.#texts = text === '' ? others : { ...others, [keyOf(conversationId, mode)]: text }
    store('drafts', this.#texts)
  }
}

export const drafts = new Drafts()
