/** Many people at once: one password hashed once, and rows for everybody. */
import { trySignIn } from './doors-ask.ts'
import type { Doors } from './doors-scene.ts'
import { addMember } from './people.ts'

export type Crowd = {
  password: string
  passwordHash: string
  emailOf(index: number): string
  /** How often somebody of the crowd was let in. */
  rightPasswords: number
}

export async function addCrowd({ at, mine }: Doors, size: number): Promise<Crowd> {
  const first = await addMember(at, { tenantId: mine.tenantId, name: 'The first', role: 'agent' })
  const { rows } = await at.owner.query<{ password: string }>(
    'SELECT a.password FROM auth_accounts a JOIN auth_users u ON u.id = a.user_id WHERE u.email = $1',
    [first.email],
  )
  const passwordHash = rows[0]?.password ?? ''
  const numbers = `generate_series(0, ${size - 1}) AS n`
  await at.owner.query(
    `INSERT INTO auth_users (id, name, email, email_verified)
     SELECT 'crowd-' || n, 'Person ' || n, 'crowd-' || n || '@isp.example', true FROM ${numbers}`,
  )
  await at.owner.query(
    `INSERT INTO auth_accounts (id, user_id, account_id, provider_id, password)
     SELECT 'crowd-' || n, 'crowd-' || n, 'crowd-' || n, 'credential', $1 FROM ${numbers}`,
    [passwordHash],
  )
  await at.owner.query(
    `INSERT INTO members (tenant_id, id, user_id, name, email, role)
     SELECT $1, gen_random_uuid(), 'crowd-' || n, 'Person ' || n, 'crowd-' || n || '@isp.example', 'agent' FROM ${numbers}`,
    [mine.tenantId],
  )
  return {
    password: first.password,
    passwordHash,
    emailOf: index => `crowd-${index}@isp.example`,
    rightPasswords: 0,
  }
}

/** The right password of one of them, which counts as a session they have. */
export async function letIn(
  { proxied, checks }: Doors,
  crowd: Crowd,
  { index, what, headers }: { index: number; what: string; headers: Record<string, string> },
): Promise<void> {
  const { status } = await trySignIn(proxied.url, crowd.emailOf(index), crowd.password, { headers })
  checks.same(what, 200, status)
  if (status === 200) crowd.rightPasswords += 1
}

/** As if everybody had waited long enough. The process itself remembers a refusal for a second. */
export async function forgetFailures({ at }: Doors): Promise<void> {
  await at.owner.query('DELETE FROM auth_failures')
}
