/** The calendar day a moment falls on in a time zone (IANA), as YYYY-MM-DD. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(moment)
    .map(part => [part.type, part.value])
  const { year, month, day } = Object.fromEntries(parts)
  return `${year}-${month}-${day}`
}

/** Where a tenant lives: how its days and times are written. */
export type Region = { locale: string; timeZone: string }

/** "3 Nov"; with its year when that is not this year. */
export function shortDay(at: Date, now: Date, { locale, timeZone }: Region): string {
  const sameYear = dayIn(timeZone, at).slice(0, 4) === dayIn(timeZone, now).slice(0, 4)
  const year = sameYear ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', ...year }).format(at)
}

/** "14:20" */
export const clockTime = (at: Date, { locale, timeZone }: Region): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
