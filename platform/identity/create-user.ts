import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/client.ts'
import { authAccounts, authUsers } from '../../db/schema/index.ts'
import { newId } from '../ids.ts'
import { refuseWeak } from './password-rules.ts'
import { hashPassword } from './passwords.ts'

/**
 * A sign-in identity with a password; an address that exists already, or is made by somebody else at this very moment,
 * keeps its password. Whoever makes one vouches for the address. The password is taken as it is: see `refuseWeak`.
 */
export async function createUser(
  db: Db,
  input: { email: string; name: string; password: string },
): Promise<{ userId: string }> {
  const email = input.email.toLowerCase()
  const found = await findUser(db, email)
  if (found) return { userId: found }
  const userId = newId()
  const password = await hashPassword(input.password)
  const made = await db.identity.transaction(async tx => {
    const inserted = await tx
      .insert(authUsers)
      .values({ id: userId, name: input.name, email, emailVerified: true })
      .onConflictDoNothing({ target: authUsers.email })
      .returning({ id: authUsers.id })
    if (inserted.length === 0) return false
    await tx.insert(authAccounts).values(credential(userId, password))
    return true
  })
  if (made) return { userId }
  const other = await findUser(db, email)
  if (!other) throw new Error(`the user ${email} was there and is gone`)
  return { userId: other }
}

const credential = (userId: string, password: string) => ({
  id: newId(),
  userId,
  accountId: userId,
  providerId: 'credential',
  password,
})

async function findUser(db: Db, email: string): Promise<string | null> {
  const [found] = await db.identity
    .select({ id: authUsers.id })
    .from(authUsers)
    .where(eq(authUsers.email, email))
  return found?.id ?? null
}

/** Gives a person this password, whether they had one or not. Refuses weak ones ("invalid"). Sessions stay. */
export async function setPassword(db: Db, userId: string, password: string): Promise<void> {
  const [person] = await db.identity
    .select({ email: authUsers.email, name: authUsers.name })
    .from(authUsers)
    .where(eq(authUsers.id, userId))
  if (!person) throw new Error(`there is no user ${userId}`)
  refuseWeak(password, person)
  const hashed = await hashPassword(password)
  await db.identity.transaction(async tx => {
    const updated = await tx
      .update(authAccounts)
      .set({ password: hashed, updatedAt: new Date() })
      .where(and(eq(authAccounts.userId, userId), eq(authAccounts.providerId, 'credential')))
      .returning({ id: authAccounts.id })
    if (updated.length === 0) await tx.insert(authAccounts).values(credential(userId, hashed))
  })
}
