/** The last five things somebody chose in the palette, latest first, in this browser only. */
import Clock from '@lucide/svelte/icons/clock'
import { readStored, store } from '../live/stored.ts'
import type { Entry } from './entry.ts'

/** Somewhere one went; of what one did the id is enough. */
type Kept = { id: string; label?: string; detail?: string | undefined; href?: string }

const most = 5
const keyOf = (memberId: string) => `palette:${memberId}`

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'

function kept(memberId: string): Kept[] {
  const stored = readStored<unknown>(keyOf(memberId), [])
  return Array.isArray(stored) ? stored.filter(isKept).slice(0, most) : []
}

export function remember(memberId: string, entry: Entry): void {
  const { id, label, detail } = entry
  const others = kept(memberId).filter(each => each.id !== id)
  const one: Kept = 'href' in entry ? { id, label, detail, href: entry.href } : { id }
  store(keyOf(memberId), [one, ...others].slice(0, most))
}

/** Those that can be done here and now, as they stand there; and the places one went to. */
export const recentEntries = (memberId: string, standing: Entry[]): Entry[] =>
  kept(memberId).flatMap(({ id, label, detail, href }): Entry[] => {
    const there = standing.find(entry => entry.id === id)
    if (there) return [{ ...there, id: `recent:${id}` }]
    return label && href ? [{ id: `recent:${id}`, label, detail, href, icon: Clock }] : []
  })
