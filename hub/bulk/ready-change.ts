/** Looks up whom and what a change names. Asked for again before every batch: people leave and labels go. */
import type { Tx } from '../../db/client.ts'
import { Refusal } from '../../platform/refusal.ts'
import { holdLabels } from '../desk/labels.ts'
import type { Change } from './bulk.api.ts'
import type { ReadyChange } from './transition.ts'

const longestSnoozeMs = 366 * 86_400_000

/** Refuses colleagues, teams and labels that are not there. Holds the labels, before any conversation is locked. */
export async function readyChange(tx: Tx, change: Change): Promise<ReadyChange> {
  const ready: ReadyChange = {
    labelsAdd: await holdLabels(tx, change.labelsAdd ?? []),
    labelsRemove: change.labelsRemove ?? [],
  }
  if (change.status) ready.status = change.status
  if (change.priority) ready.priority = change.priority
  if (change.assigneeId !== undefined) {
    ready.assignee = await named(tx, colleague, change.assigneeId, 'There is no such colleague.')
  }
  if (change.teamId !== undefined) {
    ready.team = await named(tx, team, change.teamId, 'There is no such team.')
  }
  if (change.snoozeUntil !== undefined) {
    ready.snoozedUntil = change.snoozeUntil && new Date(change.snoozeUntil).toISOString()
  }
  return ready
}

/** Refuses what cannot be meant: the past, more than a year, and putting aside what is resolved. */
export function refuseOddChange(change: Change, now: Date): void {
  if (!change.snoozeUntil) return
  const ahead = new Date(change.snoozeUntil).getTime() - now.getTime()
  if (ahead <= 0) throw new Refusal('invalid', 'Choose a moment that is still to come.')
  if (ahead > longestSnoozeMs) throw new Refusal('invalid', 'Choose a moment within a year.')
  if (change.status === 'resolved') throw new Refusal('invalid', 'Either resolve them or snooze them.')
}

const colleague = 'SELECT id, name FROM members WHERE id = $1 AND disabled_at IS NULL'
const team = 'SELECT id, name FROM teams WHERE id = $1'

async function named(tx: Tx, sql: string, id: string | null, words: string) {
  if (id === null) return null
  const { rows } = await tx.query<{ id: string; name: string }>(sql, [id])
  if (!rows[0]) throw new Refusal('missing', words)
  return rows[0]
}
