/** What the socket tells of tickets, for whichever page shows some; and how many are open, for the rail. */
import type { TicketCounts, TicketTold } from '../api/types.ts'
import { session } from '../session/session.svelte.ts'
import { ticketCalls } from './calls.ts'

type Ears = {
  told(told: TicketTold): void
  /** Connected, again or for the first time: whatever was told before may be missing. */
  resumed(): void
}

const soonMs = 400
/** Everybody's screen hears the same: they ask at different moments. */
const spreadMs = 1_500

class TicketNews {
  counts = $state.raw<TicketCounts | null>(null)
  #ears = new Set<Ears>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Until the returned function is called. */
  listen(ears: Ears): () => void {
    this.#ears.add(ears)
    return () => this.#ears.delete(ears)
  }

  take(told: TicketTold): void {
    for (const each of this.#ears) each.told(told)
    this.#timer ??= setTimeout(() => this.#count(), soonMs + Math.random() * spreadMs)
  }

  resume(): void {
    if (!session.can('tickets.read')) return
    for (const each of this.#ears) each.resumed()
    this.#count()
  }

  #count(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // Without an answer the number of before stays until the next.
    ticketCalls.counts().then(
      counts => {
        this.counts = counts
      },
      () => {},
    )
  }
}

export const ticketNews = new TicketNews()
