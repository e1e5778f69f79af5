/** Times and durations as people say them. Pure: the moment "now" is always handed in. */
import { say } from './say.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "12 s", "4 min", "3 h 20", "2 d": how long something has lasted. */
export function lasted(ms: number): string {
  if (ms < minute) return say`${Math.max(0, Math.floor(ms / 1000))} s`
  if (ms < hour) return say`${Math.floor(ms / minute)} min`
  if (ms < day) {
    const minutes = Math.floor((ms % hour) / minute)
    return minutes === 0
      ? say`${Math.floor(ms / hour)} h`
      : say`${Math.floor(ms / hour)} h ${String(minutes).padStart(2, '0')}`
  }
  return say`${Math.floor(ms / day)} d`
}

/** "5:03:20" or "3:20": what is left, ticking. */
export function left(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

export type Region = { locale: string; timeZone: string }

const formats = new Map<string, Intl.DateTimeFormat>()
function format(region: Region, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([region, options])
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(region.locale, { timeZone: region.timeZone, ...options })
  formats.set(key, made)
  return made
}

export const clockTime = (at: string, region: Region) =>
  format(region, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))

/** Two moments with the same key lie on the same day where the tenant lives. */
export const dayKey = (at: number, region: Region) =>
  format(region, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** "Today", "Yesterday", "Monday 3 March". */
export function dayName(at: string, now: number, region: Region): string {
  const then = Date.parse(at)
  if (dayKey(then, region) === dayKey(now, region)) return say`Today`
  if (dayKey(then, region) === dayKey(now - day, region)) return say`Yesterday`
  const sameYear =
    format(region, { year: 'numeric' }).format(then) === format(region, { year: 'numeric' }).format(now)
  const year = sameYear ? {} : ({ year: 'numeric' } as const)
  return format(region, { weekday: 'long', day: 'numeric', month: 'long', ...year }).format(then)
}

/** The shortest that is clear: "14:05" today, "Mon" this week, "3 Mar" before. */
export function shortMoment(at: string, now: number, region: Region): string {
  const then = Date.parse(at)
  if (dayKey(then, region) === dayKey(now, region)) return clockTime(at, region)
  if (now - then < 6 * day) return format(region, { weekday: 'short' }).format(then)
  return format(region, { day: 'numeric', month: 'short' }).format(then)
}

/** "14:05" today, "Mon 14:05" this week, "3 Mar 14:05" before. */
export function moment(at: string, now: number, region: Region): string {
  const short = shortMoment(at, now, region)
  const time = clockTime(at, region)
  return short === time ? time : `${short} ${time}`
}

/** "4 Nov", "2 – 4 Nov 2025": the days between two moments, with the year when it is not this one. */
export function days(from: string, to: string, now: number, region: Region): string {
  const year = (at: number) => format(region, { year: 'numeric' }).format(at)
  const isThisYear = year(Date.parse(from)) === year(now) && year(Date.parse(to)) === year(now)
  const options = {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : ({ year: 'numeric' } as const)),
  } as const
  return format(region, options).formatRange(new Date(from), new Date(to))
}

/** A full date and time, for titles. */
export const fullMoment = (at: string, region: Region) =>
  format(region, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(at))

/** A calendar date such as 2026-03-31: it has no time zone. */
export const calendarDate = (on: string, locale: string) =>
  format({ locale, timeZone: 'UTC' }, { day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(`${on}T00:00:00Z`),
  )
