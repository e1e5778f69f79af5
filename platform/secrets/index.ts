/** What is kept sealed, and the keys it is sealed with. See docs/decisions/0014-envelope-encryption.md. */
export { deriveFrom } from './derive.ts'

export { installationKey } from './installation-key.ts'
export { openSecrets } from './open-secrets.ts'
export { rotateKeys } from './rotate.ts'
export type { SealPlace } from './sealed-columns.ts'
export { createSecrets, type Secrets } from './secrets.ts'
