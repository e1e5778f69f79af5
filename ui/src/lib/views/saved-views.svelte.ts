/** The member's views and the shared ones, with the numbers beside them. */
import type { Filter, SavedView, View, ViewSort } from '../api/types.ts'
import { viewCalls, type WrittenView } from './calls.ts'

type Count = { count: number; more: boolean }

/** Counting many views costs the server something: never more often. */
const countEveryMs = 15_000

class SavedViews {
  items = $state.raw<SavedView[]>([])
  counts = $state.raw<Record<string, Count>>({})
  #timer: ReturnType<typeof setTimeout> | undefined
  #countedAt = 0

  async load(): Promise<void> {
    this.items = (await viewCalls.list()).items
    this.refreshCounts()
  }

  /** The saved view a name of the address stands for. */
  of(view: View): SavedView | undefined {
    return view.startsWith('v/') ? this.items.find(item => item.id === view.slice(2)) : undefined
  }

  /** Soon, and not too often. Without numbers the tabs are tabs all the same. */
  refreshCounts(): void {
    if (this.items.length === 0 || this.#timer) return
    const waitMs = Math.max(250, this.#countedAt + countEveryMs - Date.now())
    this.#timer = setTimeout(async () => {
      this.#timer = undefined
      this.#countedAt = Date.now()
      const answer = await viewCalls.counts().catch(() => null)
      if (answer) this.counts = Object.fromEntries(answer.items.map(item => [item.id, item]))
    }, waitMs)
  }

  async add(view: WrittenView): Promise<SavedView> {
    const made = await viewCalls.add(view)
    await this.#again()
    return made
  }

  async change(id: string, view: { name: string; filter: Filter; sort: ViewSort }): Promise<void> {
    await viewCalls.change(id, view)
    await this.#again()
  }

  async remove(id: string): Promise<void> {
    await viewCalls.remove(id)
    await this.#again()
  }

  #again(): Promise<void> {
    this.#countedAt = 0
    return this.load()
  }
}

export const savedViews = new SavedViews()
