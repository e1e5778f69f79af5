/** What the sign-ins of the last hour say, for the network and for each router. Pure. */

/** Sign-ins that ended in the same words at the same router in the same minute. */
export type SignInCount = {
  nasId: string
  /** Whole minutes ago, 0 to 59. */
  minutesAgo: number
  accepted: boolean
  words: string
  count: number
  lastAt: Date
}

export type LastHour = {
  /** One for each minute, the oldest first. */
  accepted: number[]
  refused: number[]
  /** The commonest words of refusal. */
  refusals: { words: string; count: number }[]
  /** By router. */
  routers: Map<string, { refused: number; lastAt: Date }>
}

const minutes = 60
const mostWords = 3

export function lastHour(counts: readonly SignInCount[]): LastHour {
  const accepted = Array<number>(minutes).fill(0)
  const refused = Array<number>(minutes).fill(0)
  const words = new Map<string, number>()
  const routers: LastHour['routers'] = new Map()
  for (const one of counts) {
    const at = minutes - 1 - Math.min(Math.max(one.minutesAgo, 0), minutes - 1)
    const line = one.accepted ? accepted : refused
    line[at] = (line[at] ?? 0) + one.count
    if (!one.accepted) words.set(one.words, (words.get(one.words) ?? 0) + one.count)
    const router = routers.get(one.nasId)
    routers.set(one.nasId, {
      refused: (router?.refused ?? 0) + (one.accepted ? 0 : one.count),
      lastAt: router && router.lastAt > one.lastAt ? router.lastAt : one.lastAt,
    })
  }
  const refusals = [...words]
    .map(([said, count]) => ({ words: said, count }))
    .sort((a, b) => b.count - a.count || a.words.localeCompare(b.words))
  return { accepted, refused, refusals: refusals.slice(0, mostWords), routers }
}
