/** The list on screen: its view, the order it shows, and the row the keys stand on. */
import type { ConversationListItem, View } from '../api/types.ts'
import { isInView, ruleOf, type Saved, settle } from '../live/list-order.ts'
import { live } from '../live/live.svelte.ts'
import { Ordered } from '../live/ordered.ts'
import { views } from '../live/views.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { dependsOnTime } from '../views/conditions.ts'
import { savedViews } from '../views/saved-views.svelte.ts'
import { now } from '../words/now.svelte.ts'

class CurrentView {
  name = $state<View>('open')
  /** Row the keys stand on; null until a key is used. */
  cursor = $state<string | null>(null)
  /** True while rows must not move: the pointer is over the list, or it is scrolled. */
  held = $state(false)
  shown = $state.raw<string[]>([])
  waiting = $state(0)

  /** The saved view on screen; null for a built-in one. Only filters on waiting time look at the clock. */
  saved = $derived.by((): Saved | null => {
    const view = savedViews.of(this.name)
    return view ? { ...view, now: dependsOnTime(view.filter) ? now.at : 0 } : null
  })
  #ordered = $derived(new Ordered(ruleOf(this.name, session.memberId, this.saved)))
  #wanted = $derived(this.#ordered.of(live.state.rows, views.fetched[this.name]?.end ?? null))

  holds(row: ConversationListItem): boolean {
    return isInView(row, this.name, session.memberId, this.saved)
  }

  /** Takes in what changed, as far as the list may move. */
  settle(): void {
    const { shown, waiting } = settle(this.shown, this.#wanted, this.held)
    this.shown = shown
    this.waiting = waiting
  }

  /** Shows everything in its wanted order now. */
  release(): void {
    this.shown = this.#wanted
    this.waiting = 0
  }

  /** Turns to another view; its rows are shown as they are wanted. */
  turnTo(view: View): void {
    if (view === this.name && this.shown.length > 0) return
    this.name = view
    this.cursor = null
    this.release()
    void views.show(view)
  }

  /** The id `step` rows from the given one; the first row when it is not in the list. */
  beside(id: string | null, step: number): string | undefined {
    const index = id === null ? -1 : this.shown.indexOf(id)
    if (index === -1) return this.shown[0]
    return this.shown[Math.min(this.shown.length - 1, Math.max(0, index + step))]
  }
}

export const currentView = new CurrentView()
