/** Signing secrets of webhooks: made here, kept sealed, two at a time while receivers change over. */
import { randomBytes } from 'node:crypto'
import type { App } from '../app.ts'

/** What is sealed in the row. `until`: ISO moment up to which `previous` signs as well. */
export type SigningSecrets = { current: string; previous?: string; until?: string }

/** How long a receiver may take to change over. */
export const changeoverMs = 24 * 3_600_000

/** `whsec_` and 32 random bytes in base64, as Standard Webhooks writes a symmetric secret. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

const placeOf = (tenantId: string, id: string) => ({ tenantId, table: 'webhooks', column: 'secret', id })

export const sealSecrets = async (
  app: App,
  tenantId: string,
  id: string,
  secrets: SigningSecrets,
): Promise<string> => await app.secrets.seal(placeOf(tenantId, id), JSON.stringify(secrets))

/** Throws when the value was moved to another row or sealed by another key. */
export const openSecrets = async (
  app: App,
  tenantId: string,
  id: string,
  sealed: string,
): Promise<SigningSecrets> => JSON.parse(await app.secrets.open(placeOf(tenantId, id), sealed))

/** Those that sign at this moment, the newest first. */
export function signingNow(secrets: SigningSecrets, now: Date): string[] {
  const { current, previous, until } = secrets
  return previous && until && now.getTime() < Date.parse(until) ? [current, previous] : [current]
}

/** The next pair: the secret of today becomes the one before. */
export const rotated = (secrets: SigningSecrets, next: string, now: Date): Required<SigningSecrets> => ({
  current: next,
  previous: secrets.current,
  until: new Date(now.getTime() + changeoverMs).toISOString(),
})
