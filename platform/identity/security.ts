/** How a person's account is secured: what the Security page shows. */
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authPasskeys, authUsers } from '../../db/schema/index.ts'

export type Security = {
  twoFactor: boolean
  hasPassword: boolean
  /** Google, GitHub and the like that are connected. */
  providers: string[]
  passkeys: { id: string; name: string; createdAt: Date | null; deviceType: string }[]
}

type Row = { two_factor: boolean; providers: string[] }

export async function securityOf(db: Db, userId: string): Promise<Security> {
  const { rows } = await db.identity.execute<Row>(
    sql`SELECT u.two_factor_enabled AS two_factor, ARRAY(SELECT DISTINCT a.provider_id FROM auth_accounts a
        WHERE a.user_id = u.id AND (a.provider_id <> 'credential' OR a.password IS NOT NULL) ORDER BY 1) AS providers
      FROM auth_users u WHERE u.id = ${userId}`,
  )
  const row = rows[0] ?? { two_factor: false, providers: [] }
  const passkeys = await db.identity
    .select()
    .from(authPasskeys)
    .where(eq(authPasskeys.userId, userId))
    .orderBy(authPasskeys.createdAt)
  return {
    twoFactor: row.two_factor,
    hasPassword: row.providers.includes('credential'),
    providers: row.providers.filter(provider => provider !== 'credential'),
    passkeys: passkeys.map(({ id, name, createdAt, deviceType }) => ({
      id,
      name: name ?? 'Passkey',
      createdAt,
      deviceType,
    })),
  }
}

/** Who a sign-in identity is; null when there is none. */
export async function findPerson(
  db: Db,
  userId: string,
): Promise<{ email: string; name: string; platformOwner: boolean } | null> {
  const [person] = await db.identity
    .select({ email: authUsers.email, name: authUsers.name, platformOwner: authUsers.platformOwner })
    .from(authUsers)
    .where(eq(authUsers.id, userId))
  return person ?? null
}
