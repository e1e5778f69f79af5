/** What becomes of a job on the screen as words of it arrive, and how it is said. Pure. */
import { count, say } from '../words/say.ts'
import type { BulkJob, BulkWord } from './calls.ts'

type State = BulkJob['state']

/** A job goes through these in this order, and never back. */
const phases: Record<State, number> = { waiting: 0, running: 1, done: 2, cancelled: 2, undoing: 3, undone: 4 }
const under = new Set<State>(['waiting', 'running', 'undoing'])

export const isUnderWay = ({ state }: Pick<BulkJob, 'state'>): boolean => under.has(state)

export const seenOf = ({ done, skipped }: Pick<BulkJob, 'done' | 'skipped'>): number => done + skipped

/** Answers and words overtake each other: what is further on stays. The report stays until another one is asked for. */
export function later(held: BulkJob | undefined, told: BulkWord & { report?: BulkJob['report'] }): BulkJob {
  if (!held) return { ...told, report: told.report ?? [] }
  const ahead = phases[held.state] - phases[told.state] || seenOf(held) - seenOf(told)
  if (ahead > 0) return held
  const report = held.state === told.state || isOver(told) ? held.report : []
  return { ...told, report: told.report ?? report }
}

const isOver = (job: Pick<BulkJob, 'state'>) => !isUnderWay(job)

/** "Changing: 50 of 120", "118 changed, 2 left as they were". */
export function jobWords(job: BulkWord): string {
  const seen = say`${seenOf(job)} of ${job.total}`
  const left = job.skipped > 0 ? say`, ${job.skipped} left as they were` : ''
  switch (job.state) {
    case 'waiting':
      return say`Waiting to change ${count(job.total, 'conversation')}`
    case 'running':
      return say`Changing: ${seen}${left}`
    case 'undoing':
      return say`Putting back: ${seen}${left}`
    case 'undone':
      return say`${job.done} put back${left}`
    case 'cancelled':
      return say`Stopped at ${seen}: ${job.done} changed${left}`
    case 'done':
      return say`${job.done} changed${left}`
  }
}

export type LeftOut = { why: string; entries: BulkJob['report'] }

/** Who was left out by the reason, the commonest first. */
export function byReason(report: BulkJob['report']): LeftOut[] {
  const reasons = new Map<string, BulkJob['report']>()
  for (const entry of report) reasons.set(entry.why, [...(reasons.get(entry.why) ?? []), entry])
  return [...reasons]
    .map(([why, entries]) => ({ why, entries }))
    .sort((one, other) => other.entries.length - one.entries.length)
}
