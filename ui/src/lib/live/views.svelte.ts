/** The list's pages: which part of each view has been fetched, and fetching more of it. */
import { conversations } from '../api/calls.ts'
import { wordsOf } from '../api/client.ts'
import type { ConversationListItem, View } from '../api/types.ts'
import { live } from './live.svelte.ts'

export type Fetched = {
  /** The last row fetched so far; null when the view is fetched to its end. */
  end: ConversationListItem | null
  next: string | null
}

const mostPagesAgain = 5

class Views {
  fetched = $state.raw<Partial<Record<View, Fetched>>>({})
  failure = $state.raw<string | null>(null)
  #busy = new Set<View>()

  /** Fetches the first page of a view that was not fetched yet. */
  async show(view: View): Promise<void> {
    if (!this.fetched[view]) await this.more(view)
  }

  async more(view: View): Promise<void> {
    const known = this.fetched[view]
    if (this.#busy.has(view) || (known && known.next === null)) return
    this.#busy.add(view)
    this.failure = null
    try {
      const { items, next } = await conversations.list(view, known?.next ?? null)
      live.dispatch({ type: 'listed', items })
      this.fetched = { ...this.fetched, [view]: { end: next ? (items.at(-1) ?? null) : null, next } }
    } catch (error) {
      this.failure = wordsOf(error)
    } finally {
      this.#busy.delete(view)
    }
  }

  /** After a silence: fetches as much of the view again as was fetched, and lets go of rows nobody vouches for. Rejects when it cannot. */
  async again(view: View): Promise<void> {
    const before = live.state.rows
    const wasTo = this.fetched[view]?.end
    const items: ConversationListItem[] = []
    let next: string | null = null
    try {
      for (let page = 0; page < mostPagesAgain; page++) {
        const answer = await conversations.list(view, next)
        items.push(...answer.items)
        next = answer.next
        const last = items.at(-1)
        if (!next || !last || !wasTo || last.lastMessageAt <= wasTo.lastMessageAt) break
      }
    } catch (error) {
      this.failure = wordsOf(error)
      throw error
    }
    const changedSince = live.state.rows.changedSince(before)
    live.dispatch({ type: 'relisted', items, keep: [...changedSince, ...(live.openId ? [live.openId] : [])] })
    this.failure = null
    this.fetched = { [view]: { end: next ? (items.at(-1) ?? null) : null, next } }
  }
}

export const views = new Views()
