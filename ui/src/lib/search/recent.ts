/** The last searches somebody opened something from, latest first, in this browser only. */
import { readStored, store } from '../live/stored.ts'

const most = 5

const keyOf = (memberId: string) => `searches:${memberId}`

export const recentSearches = (memberId: string): string[] => {
  const kept = readStored<unknown>(keyOf(memberId), [])
  return Array.isArray(kept) ? kept.filter(each => typeof each === 'string').slice(0, most) : []
}

export function rememberSearch(memberId: string, q: string): void {
  const clean = q.trim()
  if (clean === '') return
  const others = recentSearches(memberId).filter(each => each !== clean)
  store(keyOf(memberId), [clean, ...others].slice(0, most))
}
