/** The calendar day a moment falls on in a time zone (IANA), as YYYY-MM-DD. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(moment)
    .map(part => [part.type, part.value])
  const { year, month, day } = Object.fromEntries(parts)
  return `${year}-${month}-${day}`
}
