/** A component that is fetched when it is first wanted, or when nothing else is to be done, and is at hand from then on. */
import type { Component } from 'svelte'

type Some = Record<string, unknown>

export class Later<Props extends Some, Exports extends Some = Some, Bindings extends keyof Props | '' = ''> {
  /** Null until it was fetched. */
  component = $state.raw<Component<Props, Exports, Bindings> | null>(null)
  readonly #load: () => Promise<{ default: Component<Props, Exports, Bindings> }>

  constructor(load: () => Promise<{ default: Component<Props, Exports, Bindings> }>) {
    this.#load = load
  }

  async fetch(): Promise<void> {
    if (this.component) return
    // Not to be had just now: whoever wants it next asks again.
    const loaded = await this.#load().catch(() => null)
    if (loaded) this.component = loaded.default
  }

  /** Once the page has come to rest. Returns how to call that off. */
  fetchWhenIdle(): () => void {
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(() => void this.fetch(), 2_000)
      return () => clearTimeout(timer)
    }
    const handle = requestIdleCallback(() => void this.fetch(), { timeout: 10_000 })
    return () => cancelIdleCallback(handle)
  }
}
