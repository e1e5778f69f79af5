/**
 * Codes of an authenticator app, and recovery codes. The library checks them; whether a session counts without one is
 * decided in one place for every way of signing in (who-is.ts), not by the library's hook, which knows of passwords only.
 */
import { createHash } from 'node:crypto'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { sql } from 'drizzle-orm'
import type { Db } from '../../../db/client.ts'
import type { Clock } from '../../clock.ts'

/** Where a second factor is shown: the session made there, and only there, carries the moment. */
export const secondFactorPaths = new Set(['/two-factor/verify-totp', '/two-factor/verify-backup-code'])

/** Secrets and recovery codes are kept encrypted. No trusted devices, no codes by message: both would be ways around. */
export function secondFactor(issuer: string) {
  const plugin = twoFactor({
    issuer,
    allowPasswordless: true,
    backupCodeOptions: { storeBackupCodes: 'encrypted', amount: 10 },
  })
  return { ...plugin, hooks: {} }
}

const rememberedSeconds = 120

/** A code of an app, or a recovery code. */
export type SecondCode = { kind: 'app-code' | 'recovery-code'; text: string }

/**
 * Takes a code for this person, once: the same six digits are refused until no clock could mean them any more
 * (RFC 6238, section 5.2), and a recovery code until the library has crossed it out, which it does without a lock. False
 * when it was taken before, by a request at this very moment too.
 */
export async function takeCode(
  db: Db,
  clock: Clock,
  userId: string,
  { kind, text }: SecondCode,
): Promise<boolean> {
  const now = clock.now()
  const until = new Date(now.getTime() + rememberedSeconds * 1_000).toISOString()
  const hash = createHash('sha256').update(text).digest('base64url')
  await db.identity.execute(
    sql`DELETE FROM auth_codes WHERE user_id = ${userId} AND purpose = ${kind} AND expires_at <= ${now.toISOString()}`,
  )
  const { rows } = await db.identity.execute(
    sql`INSERT INTO auth_codes (id, user_id, purpose, code_hash, expires_at, used_at)
      VALUES (${`${kind} ${userId} ${hash}`}, ${userId}, ${kind}, ${hash}, ${until}, ${now.toISOString()})
      ON CONFLICT (id) DO NOTHING RETURNING id`,
  )
  return rows.length > 0
}
