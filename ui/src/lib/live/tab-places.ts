/** What all tabs have open, and what the server must be told of it over the one socket. Pure. */
import type { Place } from './tab-words.ts'

export type Said = {
  name: 'panel.open' | 'panel.close' | 'presence.view' | 'presence.type'
  payload: Record<string, string | null>
}

/** A tab says where it is every 15 seconds, in the background at least once a minute. */
const silentMs = 5 * 60_000

export class TabPlaces {
  readonly #tabs = new Map<string, Place & { heardAt: number }>()

  /** Said again, a place is a heartbeat. */
  take(tab: string, { panel, view }: Place, now: number): Said[] {
    const before = this.#tabs.get(tab)
    this.#tabs.set(tab, { panel, view, heardAt: now })
    const said = before && before.panel !== panel ? this.#closed(before.panel) : []
    if (panel && panel !== before?.panel)
      said.push({ name: 'panel.open', payload: { conversationId: panel } })
    if (view || before?.view) said.push(viewed(tab, view))
    return said
  }

  leave(tab: string): Said[] {
    const left = this.#tabs.get(tab)
    if (!left) return []
    this.#tabs.delete(tab)
    return [...this.#closed(left.panel), ...(left.view ? [viewed(tab, null)] : [])]
  }

  /** Whether somebody looks at it in any of the tabs. */
  isViewed(conversationId: string): boolean {
    return [...this.#tabs.values()].some(({ view }) => view === conversationId)
  }

  /** Those that died without a word. */
  forgetSilent(now: number): Said[] {
    const silent = [...this.#tabs].filter(([, { heardAt }]) => now - heardAt >= silentMs)
    return silent.flatMap(([tab]) => this.leave(tab))
  }

  /** Everything, for a connection that knows nothing yet. */
  all(): Said[] {
    const panels = new Set([...this.#tabs.values()].flatMap(({ panel }) => panel ?? []))
    return [
      ...[...panels].map(panel => ({ name: 'panel.open' as const, payload: { conversationId: panel } })),
      ...[...this.#tabs].flatMap(([tab, { view }]) => (view ? [viewed(tab, view)] : [])),
    ]
  }

  /** A panel that another tab shows too stays open. */
  #closed(panel: string | null): Said[] {
    if (!panel || [...this.#tabs.values()].some(other => other.panel === panel)) return []
    return [{ name: 'panel.close', payload: { conversationId: panel } }]
  }
}

const viewed = (tab: string, conversationId: string | null): Said => ({
  name: 'presence.view',
  payload: { conversationId, tab },
})
