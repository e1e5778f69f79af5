/** The panel beside the thread: fetched per conversation, kept current by line events while it is shown. */
import { conversations } from '../api/calls.ts'
import { wordsOf } from '../api/client.ts'
import type { LineEvent, Panel, TicketTold } from '../api/types.ts'
import { withLine } from './line-changes.ts'
import { socket } from './socket.svelte.ts'

const kept = 30

class Panels {
  byConversation = $state.raw<Record<string, Panel>>({})
  failures = $state.raw<Record<string, string>>({})
  #shown: string | null = null
  /** Line events that came while a fetch was under way: applied over its answer. */
  #since: LineEvent[] = []
  #asked = 0

  show(conversationId: string | null): void {
    this.#shown = conversationId
    socket.watchPanel(conversationId)
    if (conversationId) void this.refresh(conversationId)
  }

  /** Fetches the panel again when it is the one shown. */
  refreshIfShown(conversationId: string | null = this.#shown): void {
    if (conversationId && conversationId === this.#shown) void this.refresh(conversationId)
  }

  /** Something happened to a ticket of a customer beside the thread. */
  ticket({ ticket }: TicketTold): void {
    const customers = this.#shown ? (this.byConversation[this.#shown]?.customers ?? []) : []
    if (customers.some(({ id }) => id === ticket.customer?.id)) this.refreshIfShown()
  }

  async refresh(id: string): Promise<void> {
    this.#since = []
    const mine = ++this.#asked
    try {
      const fetched = await conversations.panel(id)
      if (mine !== this.#asked) return
      const panel = this.#since.reduce(withLine, fetched)
      const others = Object.entries(this.byConversation).filter(([other]) => other !== id)
      this.byConversation = Object.fromEntries([...others.slice(-kept), [id, panel]])
      const { [id]: _, ...failures } = this.failures
      this.failures = failures
    } catch (error) {
      this.failures = { ...this.failures, [id]: wordsOf(error) }
    }
  }

  line(event: LineEvent): void {
    this.#since.push(event)
    this.byConversation = Object.fromEntries(
      Object.entries(this.byConversation).map(([id, panel]) => [id, withLine(panel, event)]),
    )
  }
}

export const panels = new Panels()
