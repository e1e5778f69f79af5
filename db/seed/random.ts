/** A seeded random, so that the demo is the same on every machine. mulberry32: 32 bits of state, plenty for a story. */
export type Random = {
  /** 0 <= n < below, whole. */
  whole(below: number): number
  /** True in about `percent` of 100 calls. */
  chance(percent: number): boolean
  pick<T>(list: readonly T[]): T
  /** Lower-case letters and digits without those that look alike. */
  word(length: number): string
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number) => Math.floor(next() * below)
  return {
    whole,
    chance: percent => next() * 100 < percent,
    pick: list => {
      const picked = list[whole(list.length)]
      if (picked === undefined) throw new RangeError('nothing to pick from')
      return picked
    },
    word: length => Array.from({ length }, () => letters[whole(letters.length)]).join(''),
  }
}
