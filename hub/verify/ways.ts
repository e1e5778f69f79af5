/** The addresses on record a code can go to. Never the one that writes, unless it is on record. */
import type { z } from 'zod'
import type { Address } from '../../channels/channel.ts'
import type { Tx } from '../../db/client.ts'
import { maskEmail, maskPhone } from '../../platform/identity/masking.ts'
import type { Via as ViaSchema } from './verify.api.ts'

export type Via = z.infer<typeof ViaSchema>
type OnRecord = { name: string; phone: string | null; email: string | null }

export const addressOf = (customer: OnRecord, via: Via): Address | null => {
  const value = via === 'email' ? customer.email : customer.phone
  return value ? { kind: via === 'email' ? 'email' : 'phone', value, name: customer.name } : null
}

export const shortened = ({ kind, value }: Address): string =>
  kind === 'email' ? maskEmail(value) : maskPhone(value)

/** Channels of this tenant's inboxes that are switched on. */
export async function channelsOn(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ channel: string }>('SELECT DISTINCT channel FROM inboxes WHERE enabled')
  return new Set(rows.map(row => row.channel))
}

const all: Via[] = ['sms', 'whatsapp', 'email']

export const waysOf = (customer: OnRecord, channels: Set<string>): { via: Via; sentTo: string }[] =>
  all.flatMap(via => {
    const address = channels.has(via) ? addressOf(customer, via) : null
    return address ? [{ via, sentTo: shortened(address) }] : []
  })
