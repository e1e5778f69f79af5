/** What holds of an address beside what it is. Pure. */
import type { CustomerCard, Identity } from '../api/types.ts'
import { localText } from '../words/local-moment.ts'
import { say } from '../words/say.ts'
import { calendarDate, type Region } from '../words/time.ts'

type Standing = Pick<Identity, 'validUntil' | 'optedOutAt' | 'optedOutWords'>

/** "Not theirs since 1 Oct 2026", "Wrote STOP, 3 Nov 2026"; null when it is just theirs. */
export function standingWords(identity: Standing, now: number, region: Region): string | null {
  const { validUntil, optedOutAt, optedOutWords } = identity
  const day = (at: string) =>
    calendarDate(localText(Date.parse(at), region.timeZone).slice(0, 10), region.locale)
  if (validUntil && Date.parse(validUntil) <= now) return say`Not theirs since ${day(validUntil)}`
  const until = validUntil ? say`Theirs until ${day(validUntil)}` : null
  if (!optedOutAt) return until
  const words = optedOutWords ?? ''
  const wish = words.startsWith('said by ')
    ? say`Not to be written to, ${words}, ${day(optedOutAt)}`
    : say`Wrote ${words || 'STOP'}, ${day(optedOutAt)}`
  return until ? `${wish} · ${until}` : wish
}

export type OnRecord = { kind: 'phone' | 'email'; value: string; number: string }

/** Addresses on record for the customers a contact speaks for, as far as they are no addresses of the contact yet. */
export function notYetTheirs(
  identities: Pick<Identity, 'kind' | 'value'>[],
  customers: Pick<CustomerCard, 'number' | 'phone' | 'email'>[],
): OnRecord[] {
  const found = new Map<string, OnRecord>()
  for (const { number, ...customer } of customers) {
    for (const kind of ['phone', 'email'] as const) {
      const value = customer[kind]
      const isTheirs = identities.some(identity => identity.kind === kind && identity.value === value)
      if (value && !isTheirs && !found.has(value)) found.set(value, { kind, value, number })
    }
  }
  return [...found.values()]
}
