/** Moments to and from what a clock somewhere shows. Pure. */
export type Local = { year: number; month: number; day: number; hour: number; minute: number }

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
export function momentAt(local: Local, timeZone: string): Date {
  const wanted = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute)
  const first = wanted - offsetAt(wanted, timeZone)
  return new Date(wanted - offsetAt(first, timeZone))
}

function offsetAt(at: number, timeZone: string): number {
  const { year, month, day, hour, minute } = localOf(at, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000
}

/** What the clock there shows at a moment. */
export function localOf(at: number, timeZone: string): Local {
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
