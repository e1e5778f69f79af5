/** What the RADIUS server needs from outside, so that it can be run against anything that keeps these promises. */
import type { AccountingRecord } from './accounting.ts'
import type { Attribute, Packet } from './codec/packet.ts'

export type Log = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** A router that may speak to us. `secret` is in clear. */
export type Nas = { tenantId: string; nasId: string; secret: string; name: string }

/** Finds the router by the source address of its packets; null when there is none. */
export type NasBySource = (address: string) => Promise<Nas | null>

/** A known router whose packet has been proven authentic. */
export type AuthenticNas = Nas & { readonly secretOctets: Buffer }

/** What becomes of a sign-in. A rejection carries words for the customer and nothing else (RFC 2865 section 5.44). */
export type SignIn =
  | { accepted: true; attributes: readonly Attribute[] }
  | { accepted: false; replyMessage: string }

/** Decides an authentic Access-Request. Rejecting means "no"; when it cannot know (database away) it throws. */
export type Authenticate = (nas: AuthenticNas, request: Packet) => Promise<SignIn>

/** Resolves once the record is committed, and rejects when it is not. */
export type Account = (nas: AuthenticNas, record: AccountingRecord) => Promise<void>
