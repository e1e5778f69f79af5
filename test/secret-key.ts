/** The key of every test. The database roles belong to the whole server, so all test files share their password. */
import { deriveFrom } from '../platform/secrets/index.ts'

export const secretKey = '5a'.repeat(32)

export const rolePassword = deriveFrom(secretKey, 'database roles')
