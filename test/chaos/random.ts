/** A seeded source of chance (mulberry32): the same seed makes the same choices. */
export type Random = {
  /** In [0, 1). */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  between(least: number, most: number): number
  chance(probability: number): boolean
  /** One of these; refuses an empty list. */
  pick<T>(from: readonly T[]): T
  shuffled<T>(items: readonly T[]): T[]
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    between: (least, most) => least + next() * (most - least),
    chance: probability => next() < probability,
    pick: from => {
      if (from.length === 0) throw new Error('nothing to pick from')
      return from[whole(0, from.length - 1)] as (typeof from)[number]
    },
    shuffled: items => {
      const left = [...items]
      return items.map(() => left.splice(whole(0, left.length - 1), 1)[0] as (typeof items)[number])
    },
  }
}
