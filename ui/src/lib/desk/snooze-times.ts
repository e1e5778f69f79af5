/** When a conversation may come back: a few moments people mean, in the tenant's own time. Pure. */
import { say } from '../words/say.ts'

type SnoozeTime = { name: string; at: string }

const hour = 3_600_000
const dayStartHour = 8
/** Later than this there is no later today. */
const lastHourToday = 19
const laterMs = 3 * hour

type Local = { year: number; month: number; day: number; hour: number; minute: number }

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

/** The moment a "2026-03-31T08:00" of the tenant's clock means; null when it is none. */
export function momentOf(local: string, timeZone: string): Date | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(local)
  if (!found) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number)
  return momentAt({ year, month, day, hour, minute }, timeZone)
}

/** The moment as the tenant's clock shows it: "2026-03-31T08:00". */
export function localText(at: number, timeZone: string): string {
  const { year, month, day, hour, minute } = localOf(at, timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

/** Twice, since the first guess may lie on the other side of a clock change. */
function momentAt(local: Local, timeZone: string): Date {
  const wanted = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute)
  const first = wanted - offsetAt(wanted, timeZone)
  return new Date(wanted - offsetAt(first, timeZone))
}

function offsetAt(at: number, timeZone: string): number {
  const { year, month, day, hour, minute } = localOf(at, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000
}

function localOf(at: number, timeZone: string): Local {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value)
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') }
}
