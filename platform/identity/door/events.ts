/** What a request that succeeded means for the audit trail. */
import type { AccountEvent } from '../account-trail.ts'
import type { SignInMethod } from '../sign-in-policy.ts'

const events: Record<string, string> = {
  '/change-password': 'passwords.change',
  '/two-factor/enable': 'second-factor.prepare',
  '/two-factor/disable': 'second-factor.remove',
  '/two-factor/generate-backup-codes': 'recovery-codes.renew',
  '/two-factor/verify-totp': 'second-factor.show',
  '/two-factor/verify-backup-code': 'recovery-codes.use',
  '/passkey/verify-registration': 'passkeys.add',
  '/passkey/update-passkey': 'passkeys.rename',
  '/passkey/delete-passkey': 'passkeys.remove',
}

/** Null for what changes nothing anyone would look for. */
export function describe(path: string, method: SignInMethod | undefined): AccountEvent | null {
  if (method) return { action: 'sessions.start', after: { method } }
  const action = events[path]
  return action ? { action } : null
}
