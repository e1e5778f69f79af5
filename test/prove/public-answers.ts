/** What strangers are told at the doors that stand open: a part of the table the proof of roles goes by. */
import type { Expected } from './role-table.ts'

/** Doors anyone may knock at, knocked at without the secret that opens them: the same for everyone. */
export const publicAnswers: Record<string, Expected> = {
  'post /api/auth/magic-link/verify': '401',
  'post /api/auth/code/verify': '401',
  'post /api/auth/two-factor/verify-totp': '401',
  'post /api/auth/two-factor/verify-backup-code': '401',
  'post /api/auth/sign-in/social': '404',
  'post /api/auth/password/reset': '401',
}
