/** What all tabs have open, and what the server must be told of it over the one socket. Pure. */
import type { Place } from './tab-words.ts'

export type Said = {
  name:
    | 'panel.open'
    | 'panel.close'
    | 'customer.open'
    | 'customer.close'
    | 'presence.view'
    | 'presence.type'
    | 'network.open'
    | 'network.close'
  payload: Record<string, string | null>
}

/** A tab says where it is every 15 seconds, in the background at least once a minute. */
const silentMs = 5 * 60_000

export class TabPlaces {
  readonly #tabs = new Map<string, Place & { heardAt: number }>()

  /** Said again, a place is a heartbeat. */
  take(tab: string, { panel, view, customer, network }: Place, now: number): Said[] {
    const before = this.#tabs.get(tab)
    const wasWatched = this.#watchesNetwork()
    this.#tabs.set(tab, { panel, view, customer, network, heardAt: now })
    const said = before && before.panel !== panel ? this.#closed(before.panel) : []
    if (panel && panel !== before?.panel)
      said.push({ name: 'panel.open', payload: { conversationId: panel } })
    if (before?.customer && before.customer !== customer) said.push(...this.#left(before.customer))
    if (customer && customer !== before?.customer)
      said.push({ name: 'customer.open', payload: { customerId: customer } })
    if (view || before?.view) said.push(viewed(tab, view))
    return [...said, ...this.#networkTurned(wasWatched)]
  }

  leave(tab: string): Said[] {
    const left = this.#tabs.get(tab)
    if (!left) return []
    const wasWatched = this.#watchesNetwork()
    this.#tabs.delete(tab)
    return [
      ...this.#closed(left.panel),
      ...this.#left(left.customer),
      ...(left.view ? [viewed(tab, null)] : []),
      ...this.#networkTurned(wasWatched),
    ]
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
    const customers = new Set([...this.#tabs.values()].flatMap(({ customer }) => customer ?? []))
    return [
      ...[...panels].map(panel => ({ name: 'panel.open' as const, payload: { conversationId: panel } })),
      ...[...customers].map(id => ({ name: 'customer.open' as const, payload: { customerId: id } })),
      ...[...this.#tabs].flatMap(([tab, { view }]) => (view ? [viewed(tab, view)] : [])),
      ...this.#networkTurned(false),
    ]
  }

  #watchesNetwork(): boolean {
    return [...this.#tabs.values()].some(({ network }) => network)
  }

  /** The first tab that watches opens it for all, the last closes it. */
  #networkTurned(wasWatched: boolean): Said[] {
    const isWatched = this.#watchesNetwork()
    if (isWatched === wasWatched) return []
    return [isWatched ? { name: 'network.open', payload: {} } : { name: 'network.close', payload: {} }]
  }

  /** A panel that another tab shows too stays open. */
  #closed(panel: string | null): Said[] {
    if (!panel || [...this.#tabs.values()].some(other => other.panel === panel)) return []
    return [{ name: 'panel.close', payload: { conversationId: panel } }]
  }

  /** The same of the page of a customer. */
  #left(customer: string | null): Said[] {
    if (!customer || [...this.#tabs.values()].some(other => other.customer === customer)) return []
    return [{ name: 'customer.close', payload: { customerId: customer } }]
  }
}

const viewed = (tab: string, conversationId: string | null): Said => ({
  name: 'presence.view',
  payload: { conversationId, tab },
})
