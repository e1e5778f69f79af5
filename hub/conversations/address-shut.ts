/** Why nothing may be written to an address, whatever the channel: it is theirs no more, or they asked for quiet. Pure. */
import { type Region, shortDay } from '../../platform/calendar.ts'

export type AddressStanding = {
  opted_out_at: Date | null
  /** Their own word ("STOP"), or who says so ("said by Thandi"). */
  opted_out_words: string | null
  valid_until: Date | null
}

export const isShut = (standing: AddressStanding, now: Date): boolean =>
  standing.opted_out_at !== null || (standing.valid_until !== null && standing.valid_until <= now)

const saidBy = /^said by /

/** In words; null when it may be written to. */
export function whyAddressShut(standing: AddressStanding, now: Date, region: Region): string | null {
  const { opted_out_at: since, opted_out_words: words, valid_until: until } = standing
  if (until !== null && until <= now) return `Not theirs since ${shortDay(until, now, region)}.`
  if (since === null) return null
  const day = shortDay(since, now, region)
  if (words && !saidBy.test(words)) return `They wrote ${words} here on ${day}.`
  return `They do not want to be written to here, ${words ? `${words} ` : ''}on ${day}.`
}
