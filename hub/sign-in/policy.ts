/** How the people of a tenant may sign in: read and changed. */
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { audit, changed } from '../../platform/audit/index.ts'
import { securityOf } from '../../platform/identity/security.ts'
import { readPolicy, type SignInMethod, type SignInPolicy } from '../../platform/identity/sign-in-policy.ts'
import type { Who } from '../../platform/identity/who.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'
import { availableWords } from './available.ts'
import type { changePolicy, Policy } from './sign-in.api.ts'

async function stored(tx: Tx, lock: '' | 'FOR UPDATE'): Promise<SignInPolicy> {
  const { rows } = await tx.query<{ sign_in_policy: unknown }>(`SELECT sign_in_policy FROM tenants ${lock}`)
  return readPolicy(rows[0]?.sign_in_policy)
}

const shown = (app: App, policy: SignInPolicy): z.infer<typeof Policy> => ({
  ...policy,
  available: availableWords(app),
})

export const showPolicy = async (app: App, tx: Tx) => shown(app, await stored(tx, ''))

/** Refuses a policy under which the person who sets it could not come in again. */
export async function setPolicy(app: App, tx: Tx, who: Who, input: z.infer<typeof changePolicy>) {
  const before = await stored(tx, '')
  const after = { ...input, methods: [...new Set(input.methods)] }
  await refuseLockout(app, tx, who, after.methods)
  await tx.query('UPDATE tenants SET sign_in_policy = $1', [JSON.stringify(after)])
  const difference = changed(before, after)
  audit(tx, { action: 'sign-in.change', subject: { kind: 'sign-in', name: 'Sign-in' }, ...difference })
  return shown(app, after)
}

async function refuseLockout(app: App, tx: Tx, who: Who, methods: SignInMethod[]): Promise<void> {
  const available = availableWords(app)
  if (!methods.some(method => available.includes(method))) {
    throw new Refusal('invalid', 'Leave at least one way to sign in open that is set up here.')
  }
  const mine = await usableBy(app, tx, who.userId)
  if (methods.some(method => available.includes(method) && mine.has(method))) return
  throw new Refusal('conflict', 'You could not sign in again yourself. Leave open a way that you can use.')
}

/** Providers count as usable: whoever's address they vouch for is let in and connected. */
async function usableBy(app: App, tx: Tx, userId: string): Promise<Set<SignInMethod>> {
  const { hasPassword, passkeys } = await securityOf(app.db, userId)
  const usable = new Set<SignInMethod>(['google', 'github', 'oidc'])
  if (hasPassword) usable.add('password')
  if (passkeys.length > 0) usable.add('passkey')
  const { rows } = await tx.query<{ channel: string }>('SELECT DISTINCT channel FROM inboxes WHERE enabled')
  if (rows.some(row => app.channels.get(row.channel)?.abilities.writesTo === 'email')) {
    usable.add('magic-link').add('code')
  }
  return usable
}
