/** When a conversation may come back: a few moments people mean, in the tenant's own time. Pure. */
import { localOf, momentAt } from '../words/local-moment.ts'
import { say } from '../words/say.ts'

type SnoozeTime = { name: string; at: string }

const hour = 3_600_000
const dayStartHour = 8
/** Later than this there is no later today. */
const lastHourToday = 19
const laterMs = 3 * hour

/** Later today (in three hours, at the full hour), tomorrow at 8, Monday at 8 where that is not tomorrow. */
export function snoozeTimes(now: number, timeZone: string): SnoozeTime[] {
  const today = localOf(now, timeZone)
  const times: SnoozeTime[] = []
  if (today.hour < lastHourToday) {
    times.push({
      name: say`Later today`,
      at: new Date(Math.floor((now + laterMs) / hour) * hour).toISOString(),
    })
  }
  const at8In = (days: number) =>
    momentAt({ ...today, day: today.day + days, hour: dayStartHour, minute: 0 }, timeZone).toISOString()
  times.push({ name: say`Tomorrow`, at: at8In(1) })
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  const toMonday = (8 - weekday) % 7 || 7
  if (toMonday > 1) times.push({ name: say`Monday`, at: at8In(toMonday) })
  return times
}
