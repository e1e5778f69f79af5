/** What may be written into the books. Each check refuses with words that say what to give instead. */
import { Refusal } from '../../platform/refusal.ts'

/** An amount in integer minor units (cents) with its ISO 4217 currency. */
export type Money = { minor: bigint; currency: string }

const largest = BigInt(Number.MAX_SAFE_INTEGER)

/** A calendar day as YYYY-MM-DD that exists. */
export function checkDay(day: string, name: string): void {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw new Refusal('invalid', `${name} must be a calendar day such as 2026-03-31`)
  }
}

/** Three capital letters (ISO 4217). */
export function checkCurrency(currency: string): void {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new Refusal('invalid', 'The currency must be three capital letters, e.g. ZAR')
  }
}

/** Within +-(2^53 - 1), so that every reader, JSON included, can hold it exactly. */
export function checkMinor(minor: bigint, name: string): void {
  if (minor > largest || minor < -largest) throw new Refusal('invalid', `${name} is too large for the books`)
}
