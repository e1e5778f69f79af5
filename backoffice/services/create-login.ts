import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { logins, services } from '../../db/schema/index.ts'
import { recordEvent } from '../../platform/events.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Secrets } from '../../platform/secrets/index.ts'

export type Seal = Secrets['seal']

export type NewLogin = {
  id: string
  serviceId: string
  /** The RADIUS User-Name, at most 253 octets (RFC 2865 section 5.1). */
  username: string
  /** In clear; stored sealed, since CHAP needs it back. At most 128 octets (RFC 2865 section 5.2). */
  password: string
  staticIp?: string | null
}

/**
 * Gives a service a RADIUS login and records `login.created`, without the password. Refuses an unknown service
 * (missing), a username in use (conflict), and names or passwords RADIUS cannot carry (invalid).
 */
export async function createLogin(tx: Tx, seal: Seal, input: NewLogin): Promise<void> {
  const { id, serviceId, username } = input
  checkOctets(username, 253, 'username')
  checkOctets(input.password, 128, 'password')
  const [service] = await tx.orm
    .select({ customerId: services.customerId })
    .from(services)
    .where(eq(services.id, serviceId))
  if (!service) throw new Refusal('missing', 'There is no such service')
  const { customerId } = service
  const password = await seal(
    { tenantId: tx.tenantId, table: 'logins', column: 'password', id },
    input.password,
  )
  const inserted = await tx.orm
    .insert(logins)
    .values({ id, serviceId, customerId, username, password, staticIp: input.staticIp ?? null })
    .onConflictDoNothing()
    .returning({ id: logins.id })
  if (inserted.length === 0)
    throw new Refusal('conflict', `The login ${username} is in use; choose another name`)
  await recordEvent(tx, { type: 'login.created', customerId, data: { loginId: id, serviceId, username } })
}

function checkOctets(text: string, most: number, name: string): void {
  const octets = Buffer.byteLength(text)
  // PostgreSQL text and PAP padding both end at a NUL.
  if (octets === 0 || octets > most || text.includes('\0')) {
    throw new Refusal('invalid', `A ${name} has 1 to ${most} octets and no NUL`)
  }
}
