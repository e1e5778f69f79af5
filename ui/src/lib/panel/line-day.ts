/** The last 24 hours of a line, to be drawn. Pure. */
import type { Line } from '../api/types.ts'
import { count, say } from '../words/say.ts'
import { lasted } from '../words/time.ts'

const dayMs = 24 * 3_600_000

/** A stretch in which the line was up, as parts of the day: 0 is 24 hours ago, 1 is now. */
export type Up = { from: number; to: number }

/** The stretches in order, those that touch or overlap as one. */
export function upStretches({ day }: Pick<Line, 'day'>, now: number): Up[] {
  const place = (at: string | null) =>
    Math.min(1, Math.max(0, 1 - (now - (at ? Date.parse(at) : now)) / dayMs))
  const stretches: Up[] = []
  for (const { from, to } of day) {
    const next = { from: place(from), to: place(to) }
    const last = stretches.at(-1)
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to)
    else if (next.to > 0) stretches.push(next)
  }
  return stretches
}

/** "Up all day", "Down all day", "Up for 21 h 30 of the last 24 h, lost 3 times". */
export function dayWords(stretches: Up[]): string {
  const share = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  const lost = stretches.filter(({ to }) => to < 1).length
  if (stretches.length === 0) return say`Down all day`
  if (share > 0.999) return say`Up all day`
  const up = say`Up for ${lasted(share * dayMs)} of the last 24 h`
  if (lost === 0) return up
  return lost === 1 ? say`${up}, lost once` : say`${up}, lost ${count(lost, 'time')}`
}
