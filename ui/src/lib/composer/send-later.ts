/** Moments to send at, as the clocks of the tenant show them. Pure: "now" is handed in. */
import { localOf, momentAt } from '../words/local-moment.ts'
import { say } from '../words/say.ts'

export type Preset = { label: string; at: Date }

const hourMs = 3_600_000
const morningHour = 8

/** In an hour, tomorrow morning, and on Monday morning unless that is tomorrow. */
export function presets(now: number, timeZone: string): Preset[] {
  const today = localOf(now, timeZone)
  const morningIn = (days: number): Date =>
    momentAt({ ...today, day: today.day + days, hour: morningHour, minute: 0 }, timeZone)
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  const toMonday = (8 - weekday) % 7 || 7
  return [
    { label: say`In 1 hour`, at: new Date(now + hourMs) },
    { label: say`Tomorrow morning`, at: morningIn(1) },
    ...(toMonday === 1 ? [] : [{ label: say`Monday morning`, at: morningIn(toMonday) }]),
  ]
}
