/** Phone numbers in any spelling. Pure but for the tenant's country. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Tx } from '../../db/client.ts'

/** E.164 with "+", or null when the text is no phone number. Local spellings need the country. */
export function readPhone(text: string, country: CountryCode | undefined): string | null {
  const phone = parsePhoneNumberFromString(text.slice(0, 40), country)
  return phone?.isPossible() ? phone.number : null
}

/** The country of a locale such as en-ZA, whose numbers may be written without country code. */
export function countryOf(locale: string): CountryCode | undefined {
  const region = /^[a-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})(?:[-_]|$)/.exec(locale)?.[1]?.toUpperCase()
  return region && isSupportedCountry(region) ? region : undefined
}

/** The country of the tenant's locale. */
export async function tenantCountry(tx: Tx): Promise<CountryCode | undefined> {
  const { rows } = await tx.query<{ locale: string }>('SELECT locale FROM tenants')
  return countryOf(rows[0]?.locale ?? '')
}
