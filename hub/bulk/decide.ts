/** What a job makes of each conversation: the change that was asked for, or how it was before. */
import type { Tx } from '../../db/client.ts'
import type { Decide } from './batch.ts'
import type { Change } from './bulk.api.ts'
import { readyChange } from './ready-change.ts'
import { type Difference, isAsLeft, wantedOf } from './transition.ts'

const mostLabels = 30

/** Refuses when a colleague, team or label of the change is gone. */
export async function changing(tx: Tx, change: Change): Promise<Decide> {
  const ready = await readyChange(tx, change)
  return now => {
    const wanted = wantedOf(now, ready)
    if (ready.snoozedUntil && wanted.status === 'resolved') return 'It is resolved; reopen it to snooze it.'
    if (ready.labelsAdd.length > 0 && wanted.labels.length > mostLabels) {
      return `It would have more than ${mostLabels} labels.`
    }
    return wanted
  }
}

/** Each as it was before the job, where it still is as the job left it. */
export async function undoing(tx: Tx, jobId: string, ids: string[]): Promise<Decide> {
  const { rows } = await tx.query<{ id: string; bulk: Difference }>(
    `SELECT DISTINCT ON (e.conversation_id) e.conversation_id AS id, e.data -> 'bulk' AS bulk FROM events e
     WHERE e.conversation_id = ANY($1) AND e.data -> 'bulk' ->> 'job' = $2
     ORDER BY e.conversation_id, e.seq DESC`,
    [ids, jobId],
  )
  const left = new Map(rows.map(row => [row.id, row.bulk]))
  const labels = await labelsThatAre(
    tx,
    rows.flatMap(row => row.bulk.before.labels ?? []),
  )
  return (now, id) => {
    const bulk = left.get(id)
    if (!bulk) return null
    if (!isAsLeft(now, bulk.after)) return 'It was changed since.'
    const before = { ...now, ...bulk.before }
    return { ...before, labels: before.labels.filter(name => now.labels.includes(name) || labels.has(name)) }
  }
}

/** A label that was removed since does not come back. Held before any conversation is locked. */
async function labelsThatAre(tx: Tx, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM labels WHERE name = ANY($1) ORDER BY id FOR SHARE',
    [names],
  )
  return new Set(rows.map(row => row.name))
}
