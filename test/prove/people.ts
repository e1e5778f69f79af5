/** Members of a proof: made as the product makes them, signed in over HTTP. */
import { createUser } from '../../platform/identity/create-user.ts'
import { newId } from '../../platform/ids.ts'
import type { Installation } from './installation.ts'

export type Person = { memberId: string; email: string; password: string; cookie: string }

export type NewPerson = { tenantId: string; name: string; role: string; limited?: boolean }

/** What a person is before they sign in. */
type Account = Omit<Person, 'cookie'>

/** `limited`: sees only the inboxes given to them, and none is given. */
export async function addMember(at: Installation, input: NewPerson): Promise<Account> {
  const memberId = newId()
  const email = `${memberId}@isp.example`
  const password = 'a password for proofs'
  const { userId } = await createUser(at.app.db, { email, name: input.name, password })
  await at.app.db.withTenant(input.tenantId, tx =>
    tx.query(
      'INSERT INTO members (id, user_id, name, email, role, all_inboxes) VALUES ($1, $2, $3, $4, $5, $6)',
      [memberId, userId, input.name, email, input.role, !input.limited],
    ),
  )
  return { memberId, email, password }
}

/** The same, signed in. Sign-ins are limited per minute, so only those who ask something are. */
export async function addPerson(at: Installation, input: NewPerson): Promise<Person> {
  const account = await addMember(at, input)
  return { ...account, cookie: await signIn(at.url, account.email, account.password) }
}

async function signIn(url: string, email: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (answer.status !== 200) throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map(each => each.split(';')[0])
    .join('; ')
}

/** Their session stays in the database; the member may do nothing from now on. */
export async function disable(at: Installation, tenantId: string, memberId: string): Promise<void> {
  await at.app.db.withTenant(tenantId, tx =>
    tx.query('UPDATE members SET disabled_at = now() WHERE id = $1', [memberId]),
  )
}
