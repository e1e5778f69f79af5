/** Lists that run from the newest row back, and where a page of them ended: exact to the microsecond, as rows are. */

/** What comes before this is asked for; null: the newest. Of rows of one moment the greater id comes first. */
export type Before = { at: string; id: string } | null

export type Dated = { at: string; id: string }

/** SQL of a moment in full: a Date of JavaScript would forget its microseconds, and pages would skip rows. */
export const exactly = (moment: string): string =>
  `to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * SQL over a statement that answers `moment` and a text `id`, of what lies before ($2, $3), newest first, at most $4.
 * Its own first value is $1; `columns` are what it answers besides `at` and `id`.
 */
export const newestFirst = (columns: string, from: string): string =>
  `SELECT ${exactly('x.moment')} AS at, x.id, ${columns} FROM (${from}) x
   WHERE $2::timestamptz IS NULL OR (x.moment, x.id COLLATE "C") < ($2::timestamptz, $3::text COLLATE "C")
   ORDER BY x.moment DESC, x.id COLLATE "C" DESC LIMIT $4`

/** Several such lists as one, in the same order. Pure. */
export function mergeNewest<T extends Dated>(lists: readonly T[][], limit: number): T[] {
  const isNewer = (a: Dated, b: Dated) => (a.at === b.at ? a.id > b.id : a.at > b.at)
  return lists
    .flat()
    .sort((a, b) => (isNewer(a, b) ? -1 : 1))
    .slice(0, limit)
}
