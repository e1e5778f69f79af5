/** How what is told changes what is shown of the network. Pure. */
import type { NetworkNow, NetworkWord, Router } from './calls.ts'

const addToLast = (counts: number[], more: number) =>
  more === 0 ? counts : [...counts.slice(0, -1), (counts.at(-1) ?? 0) + more]

/** Numbers move at once; this minute's sign-ins grow. */
export const withWord = (now: NetworkNow, word: NetworkWord): NetworkNow => ({
  ...now,
  at: word.at,
  online: word.online,
  accepted: addToLast(now.accepted, word.accepted),
  refused: addToLast(now.refused, word.refused),
})

/** The routers as they are now, each where it stood; new ones after them. */
export function keptOrder(shown: readonly Router[], now: readonly Router[]): Router[] {
  const place = new Map(shown.map(({ id }, at) => [id, at]))
  const placeOf = ({ id }: Router) => place.get(id) ?? shown.length
  return [...now].sort((a, b) => placeOf(a) - placeOf(b))
}

/** Of a first page those above all that are shown. What stands below slid up because others left. */
export function above<Row extends { id: string }>(shown: readonly Row[], first: readonly Row[]): Row[] {
  const held = new Set(shown.map(({ id }) => id))
  const end = first.findIndex(({ id }) => held.has(id))
  return first.slice(0, end === -1 ? first.length : end)
}

/** What happened to a row that is shown. */
export function withCourse<Row extends { id: string }>(
  rows: readonly Row[],
  changes: readonly ({ id: string } & Partial<Row>)[],
): Row[] {
  const byId = new Map(changes.map(change => [change.id, change]))
  return rows.map(row => ({ ...row, ...byId.get(row.id) }))
}
