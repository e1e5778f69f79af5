/** Moments still to come, as people say them. Pure. */
import { clockTime, dayKey, type Region, shortMoment } from '../words/time.ts'

const day = 86_400_000

/** "14:05" today, "Mon 08:00" within a week, "3 Mar 08:00" after that. */
export function comingMoment(at: string, now: number, region: Region): string {
  const then = Date.parse(at)
  if (dayKey(then, region) === dayKey(now, region)) return clockTime(at, region)
  // Read from behind, a day away has its weekday's name and a week away its date.
  const readFrom = then + (then - now < 6 * day ? day : 7 * day)
  return `${shortMoment(at, readFrom, region)} ${clockTime(at, region)}`
}
