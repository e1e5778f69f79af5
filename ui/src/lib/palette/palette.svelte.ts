/** Whether the palette is open. It is fetched once nothing else is to be done, so that it opens at once. */
import type { Component } from 'svelte'

class PaletteDoor {
  isOpen = $state(false)
  /** Null until it was fetched. */
  component = $state.raw<Component<{ close: () => void }> | null>(null)

  open = (): void => {
    this.isOpen = true
    void this.fetch()
  }

  close = (): void => {
    this.isOpen = false
  }

  async fetch(): Promise<void> {
    if (this.component) return
    // Not to be had just now: the next one who opens it asks again.
    const loaded = await import('./Palette.svelte').catch(() => null)
    if (loaded) this.component = loaded.default
  }

  /** Once the page has come to rest. */
  fetchWhenIdle(): () => void {
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(() => void this.fetch(), 2_000)
      return () => clearTimeout(timer)
    }
    const handle = requestIdleCallback(() => void this.fetch(), { timeout: 10_000 })
    return () => cancelIdleCallback(handle)
  }
}

export const palette = new PaletteDoor()
