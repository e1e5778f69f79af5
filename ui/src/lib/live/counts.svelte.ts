/** The numbers beside the views: moved along at once, and asked for soon after. */
import { conversations } from '../api/calls.ts'
import type { ConversationCounts, ConversationEvent, ConversationRow } from '../api/types.ts'
import { session } from '../session/session.svelte.ts'
import { countsAfter, countsElsewhere } from './count-changes.ts'

/** When the server is asked whether the moved numbers are right. */
const soonMs = 2_000
const spreadMs = 4_000

export class Counts {
  value = $state.raw<ConversationCounts | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #dueAt = Number.POSITIVE_INFINITY

  /** Counts are the server's; many changes in a moment ask once, as soon as the most impatient wants. */
  refresh(afterMs = 250): void {
    const dueAt = Date.now() + afterMs
    if (this.#dueAt <= dueAt) return
    clearTimeout(this.#timer)
    this.#dueAt = dueAt
    this.#timer = setTimeout(async () => {
      this.#dueAt = Number.POSITIVE_INFINITY
      this.value = await conversations.counts().catch(() => this.value)
    }, afterMs)
  }

  /** At once by what this event changed; what cannot be known from here (a row never fetched) is asked for soon. */
  move(before: ConversationRow | null, { seq, conversation }: ConversationEvent): void {
    if (conversation.lastSeq <= (before?.lastSeq ?? 0)) return
    const isKnown = before !== null || seq === 1
    if (isKnown && !countsElsewhere(before, conversation, session.memberId)) return
    if (isKnown && this.value) {
      this.value = countsAfter(this.value, before, conversation, session.memberId)
    }
    // Everybody's screen heard the same: they ask at different moments.
    this.refresh(isKnown ? soonMs + Math.random() * spreadMs : 250)
  }
}
