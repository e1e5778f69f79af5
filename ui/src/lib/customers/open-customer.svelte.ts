/** The customer whose page is open: fetched, and kept current by what the socket tells while it is shown. */
import { Failure, wordsOf } from '../api/client.ts'
import type { LineEvent } from '../api/types.ts'
import { cardWithLine } from '../live/line-changes.ts'
import { socket } from '../live/socket.svelte.ts'
import { type CustomerChanged, type CustomerWhole, customers } from './calls.ts'

class OpenCustomer {
  whole = $state.raw<CustomerWhole | null>(null)
  failure = $state<string | null>(null)
  isMissing = $state(false)
  /** Grow with what changed, for whoever shows it. */
  ticketChanges = $state(0)
  lineChanges = $state(0)
  #shown: string | null = null
  /** Line events that came while a fetch was under way: applied over its answer. */
  #since: LineEvent[] = []
  #asked = 0
  #turn = 0

  /** Shows it until the returned function is called; whoever shows another one meanwhile goes before. */
  show(id: string): () => void {
    const mine = ++this.#turn
    this.#shown = id
    socket.watchCustomer(id)
    if (this.whole?.customer.id !== id) this.whole = null
    this.failure = null
    this.isMissing = false
    void this.refresh()
    return () => {
      if (mine !== this.#turn) return
      this.#shown = null
      socket.watchCustomer(null)
    }
  }

  async refresh(): Promise<void> {
    const id = this.#shown
    if (!id) return
    const mine = ++this.#asked
    this.#since = []
    try {
      const whole = await customers.open(id)
      if (mine !== this.#asked || id !== this.#shown) return
      const customer = this.#since.reduce(cardWithLine, whole.customer)
      this.whole = { ...whole, customer }
      this.failure = null
    } catch (error) {
      if (mine !== this.#asked || id !== this.#shown) return
      this.isMissing = error instanceof Failure && error.status === 404
      this.failure = wordsOf(error)
    }
  }

  line(event: LineEvent): void {
    this.#since.push(event)
    if (!this.whole || event.customerId !== this.#shown) return
    this.whole = { ...this.whole, customer: cardWithLine(this.whole.customer, event) }
    this.lineChanges++
  }

  told(word: CustomerChanged): void {
    if (word.customerId !== this.#shown || word.what !== 'tickets') return
    this.ticketChanges++
    void this.refresh()
  }
}

export const openCustomer = new OpenCustomer()
