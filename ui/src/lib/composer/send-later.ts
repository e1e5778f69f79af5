/** Moments to send at, as the clocks of the tenant show them. Pure: "now" is handed in. */

import { say } from '../words/say.ts'
import type { Region } from '../words/time.ts'

export type Preset = { label: string; at: Date }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const morning = '08:00'

/** What the clocks there show, as if it were UTC. */
function shownThere(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find(each => each.type === type)?.value ?? 0)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** The moment at which the clocks there show "2026-03-02T08:00"; null when that is no moment. */
export function momentThere(local: string, timeZone: string): Date | null {
  const wanted = Date.parse(`${local}Z`)
  if (Number.isNaN(wanted)) return null
  // Twice: the first guess may lie on the other side of a change of the clocks.
  let at = wanted
  for (let round = 0; round < 2; round++)
    at = wanted - (shownThere(at, timeZone) - Math.floor(at / 1000) * 1000)
  return new Date(at)
}

/** The clocks there, as a date-and-time field wants it: "2026-03-02T08:00". */
export const fieldValue = (at: number, timeZone: string): string =>
  new Date(shownThere(at, timeZone)).toISOString().slice(0, 16)

/** In an hour, tomorrow morning, and on Monday morning unless that is tomorrow. */
export function presets(now: number, timeZone: string): Preset[] {
  const today = shownThere(now, timeZone)
  const morningIn = (days: number): Date | null =>
    momentThere(`${new Date(today + days * dayMs).toISOString().slice(0, 10)}T${morning}`, timeZone)
  const toMonday = (8 - new Date(today).getUTCDay()) % 7 || 7
  const mornings = [
    { label: say`Tomorrow morning`, at: morningIn(1) },
    ...(toMonday === 1 ? [] : [{ label: say`Monday morning`, at: morningIn(toMonday) }]),
  ]
  return [
    { label: say`In 1 hour`, at: new Date(now + hourMs) },
    ...mornings.flatMap(({ label, at }) => (at ? [{ label, at }] : [])),
  ]
}

/** "14:05" today, "Mon 08:00" within six days, else "3 Mar 08:00". */
export function comingMoment(at: string, now: number, { locale, timeZone }: Region): string {
  const then = Date.parse(at)
  const isToday = fieldValue(then, timeZone).slice(0, 10) === fieldValue(now, timeZone).slice(0, 10)
  const day: Intl.DateTimeFormatOptions = isToday
    ? {}
    : then - now < 6 * dayMs
      ? { weekday: 'short' }
      : { day: 'numeric', month: 'short' }
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(locale, { timeZone, ...day, ...time }).format(then).replace(',', '')
}
