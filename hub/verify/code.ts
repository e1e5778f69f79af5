/** Six digits that prove an address: how long, how often, and how they are kept. */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../platform/secrets/index.ts'

export const codeMinutes = 10
/** How long a proof counts. */
export const verifiedMinutes = 30
export const mostTries = 5
/** Codes of one conversation within an hour. */
export const mostPerHour = 3

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** Keyed, since six digits alone would be found out from a copy of the table. */
export const hashCode = (secrets: Pick<Secrets, 'derive'>, id: string, code: string): string =>
  createHmac('sha256', secrets.derive('verification codes')).update(`${id} ${code}`).digest('hex')

export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000)
