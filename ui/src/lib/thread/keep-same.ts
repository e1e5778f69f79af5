/** Items that did not change stay the same objects, so that only what changed is drawn again. Pure. */
import type { Piece } from './story-pieces.ts'
import type { ThreadItem } from './thread-items.ts'

type Keyed = { key: string }

/** `next`, with the objects of `before` where they say the same. */
export function keepSame<T extends ThreadItem>(before: T[], next: T[]): T[] {
  const known = new Map(before.map(item => [item.key, item]))
  return next.map(item => {
    const held = known.get(item.key)
    return held && isSame(held, item) ? held : item
  })
}

function isSame(a: Keyed, b: Keyed): boolean {
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return Object.keys(other).every(name =>
    name === 'piece'
      ? isSamePiece(one[name] as Piece | undefined, other[name] as Piece)
      : one[name] === other[name] || isSameList(one[name], other[name]),
  )
}

/** The header is left out: rows on screen are current by themselves. */
const isSamePiece = (a: Piece | undefined, b: Piece): boolean =>
  a !== undefined && isSameList(a.messages, b.messages) && isSameList(a.timeline, b.timeline)

const isSameList = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, at) => each === b[at])
