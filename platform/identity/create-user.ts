import { eq } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authAccounts, authUsers } from '../../db/schema/index.ts'
import { newId } from '../ids.ts'
import { hashPassword } from './passwords.ts'

/** A sign-in identity with a password; an address that exists already keeps its password. */
export async function createUser(
  db: Db,
  input: { email: string; name: string; password: string },
): Promise<{ userId: string }> {
  const email = input.email.toLowerCase()
  const [found] = await db.identity
    .select({ id: authUsers.id })
    .from(authUsers)
    .where(eq(authUsers.email, email))
  if (found) return { userId: found.id }
  const userId = newId()
  const password = await hashPassword(input.password)
  await db.identity.transaction(async tx => {
    await tx.insert(authUsers).values({ id: userId, name: input.name, email, emailVerified: true })
    await tx
      .insert(authAccounts)
      .values({ id: newId(), userId, accountId: userId, providerId: 'credential', password })
  })
  return { userId }
}
