/** Notes on customers, as any place on the screen shows them: on the customer's page and beside a conversation. */
import { v7 as uuidv7 } from 'uuid'
import { wordsOf } from '../api/client.ts'
import { type CustomerChanged, type CustomerNote, customers } from './calls.ts'

type Held = { items: CustomerNote[]; next: string | null; failure: string | null }

const kept = 30

class Notes {
  byCustomer = $state.raw<Record<string, Held>>({})
  /** How many places show each customer's. */
  readonly #shown = new Map<string, number>()
  readonly #asked = new Map<string, number>()

  /** Fetches them, and again whenever they change, until the returned function is called. */
  show(id: string): () => void {
    this.#shown.set(id, (this.#shown.get(id) ?? 0) + 1)
    void this.load(id)
    return () => {
      const places = (this.#shown.get(id) ?? 1) - 1
      if (places > 0) this.#shown.set(id, places)
      else this.#shown.delete(id)
    }
  }

  async load(id: string): Promise<void> {
    const mine = (this.#asked.get(id) ?? 0) + 1
    this.#asked.set(id, mine)
    try {
      const page = await customers.notes(id, null)
      if (this.#asked.get(id) === mine) this.#hold(id, { ...page, failure: null })
    } catch (error) {
      if (this.#asked.get(id) !== mine) return
      const held = this.byCustomer[id] ?? { items: [], next: null }
      this.#hold(id, { ...held, failure: wordsOf(error) })
    }
  }

  async more(id: string): Promise<void> {
    const held = this.byCustomer[id]
    if (!held?.next) return
    const page = await customers.notes(id, held.next)
    if (this.byCustomer[id] === held)
      this.#hold(id, { ...page, items: [...held.items, ...page.items], failure: null })
  }

  /** Throws what the server refused. */
  async write(id: string, text: string, noteId: string = uuidv7()): Promise<void> {
    await customers.writeNote(id, { id: noteId, text })
    await this.load(id)
  }

  async remove(id: string, noteId: string): Promise<void> {
    await customers.removeNote(id, noteId)
    await this.load(id)
  }

  told({ customerId, what }: CustomerChanged): void {
    if (what === 'notes' && this.#shown.has(customerId)) void this.load(customerId)
  }

  /** After a silence: what is shown may have changed meanwhile. */
  resume(): void {
    for (const id of this.#shown.keys()) void this.load(id)
  }

  #hold(id: string, held: Held): void {
    const others = Object.entries(this.byCustomer).filter(([other]) => other !== id)
    this.byCustomer = Object.fromEntries([...others.slice(-kept), [id, held]])
  }
}

export const notes = new Notes()
