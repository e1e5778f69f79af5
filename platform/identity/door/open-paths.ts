/** What the identity library may be asked from outside. Everything else it could do does not exist here. */

type Access = 'anyone' | 'whole-session'

/** `whole-session`: signed in, with the second factor shown where the person has one. */
export const openPaths: Record<string, Access> = {
  'POST /sign-in/email': 'anyone',
  'POST /sign-in/social': 'anyone',
  'GET /callback/:id': 'anyone',
  'POST /sign-out': 'anyone',
  'POST /magic-link/request': 'anyone',
  'POST /magic-link/verify': 'anyone',
  'POST /code/request': 'anyone',
  'POST /code/verify': 'anyone',
  'POST /password/request-reset': 'anyone',
  'POST /password/reset': 'anyone',
  'POST /two-factor/verify-totp': 'anyone',
  'POST /two-factor/verify-backup-code': 'anyone',
  'GET /passkey/generate-authenticate-options': 'anyone',
  'POST /passkey/verify-authentication': 'anyone',
  'POST /two-factor/enable': 'whole-session',
  'POST /two-factor/disable': 'whole-session',
  'POST /two-factor/generate-backup-codes': 'whole-session',
  'POST /change-password': 'whole-session',
  'GET /passkey/generate-register-options': 'whole-session',
  'POST /passkey/verify-registration': 'whole-session',
  'POST /passkey/update-passkey': 'whole-session',
  'POST /passkey/delete-passkey': 'whole-session',
}

/** Whether a request from outside may reach the library at all. `path` is what follows /api/auth. */
export const isOpen = (method: string, path: string): boolean =>
  openPaths[`${method} ${path.replace(/^\/callback\/[\w-]+$/, '/callback/:id')}`] !== undefined

/** The library's own name of the path, as its hooks see it. */
export const needsWholeSession = (path: string): boolean =>
  ['GET', 'POST'].some(method => openPaths[`${method} ${path}`] === 'whole-session')
