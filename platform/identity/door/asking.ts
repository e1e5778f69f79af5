/**
 * Links and codes somebody asked for. Everything that depends on whether that person exists happens behind the answer, so
 * that neither its words nor its time tell.
 */
import { eq } from 'drizzle-orm'
import type { Db } from '../../../db/client.ts'
import { authUsers } from '../../../db/schema/index.ts'
import type { Log } from '../../log.ts'
import { tooManyAtOnce } from '../hash-queue.ts'
import { membershipsOf } from '../memberships.ts'
import type { SignInMethod } from '../sign-in-policy.ts'
import type { PersonalMessage } from './messages.ts'

/** Sends to an address of this person's own; false when there is no way to. Throws nothing. */
export type SendToPerson = (userId: string, message: PersonalMessage) => Promise<boolean>

export type Asking = {
  /** Returns at once. Refuses with "too-many" when too many wait already, whoever is asked for. */
  ask(email: string, method: SignInMethod, make: (userId: string) => Promise<PersonalMessage>): void
  /** Resolves when nothing asked so far is still being worked on. */
  settled(): Promise<void>
}

const mostAtOnce = 50

export function createAsking(deps: { db: Db; log: Log; send: SendToPerson }): Asking {
  const running = new Set<Promise<void>>()

  async function work(
    email: string,
    method: SignInMethod,
    make: (userId: string) => Promise<PersonalMessage>,
  ): Promise<void> {
    const [person] = await deps.db.identity
      .select({ id: authUsers.id })
      .from(authUsers)
      .where(eq(authUsers.email, email))
    if (!person) return
    const [place] = await membershipsOf(deps.db, person.id)
    if (place && !place.policy.methods.includes(method)) return
    const sent = await deps.send(person.id, await make(person.id))
    if (!sent)
      deps.log.warn({ userId: person.id, method }, 'no inbox could send this person their link or code')
  }

  return {
    ask(email, method, make) {
      if (running.size >= mostAtOnce) throw tooManyAtOnce()
      const task = work(email.toLowerCase(), method, make)
        .catch((error: unknown) => deps.log.warn({ err: error, method }, 'a link or code was not sent'))
        .finally(() => running.delete(task))
      running.add(task)
    },
    settled: async () => {
      await Promise.all(running)
    },
  }
}
