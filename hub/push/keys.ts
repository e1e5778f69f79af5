/** The keys of a browser's subscription: checked at the edge, kept sealed. */
import type { App } from '../app.ts'
import { type BrowserKeys, isPoint } from './encrypt.ts'

const placeOf = (tenantId: string, id: string) => ({
  tenantId,
  table: 'push_subscriptions',
  column: 'keys',
  id,
})

export type WrittenKeys = { p256dh: string; auth: string }

/** Throws when the value was moved to another row or sealed by another key. */
export async function openKeys(app: App, tenantId: string, id: string, sealed: string): Promise<BrowserKeys> {
  const { p256dh, auth } = JSON.parse(await app.secrets.open(placeOf(tenantId, id), sealed)) as WrittenKeys
  return { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') }
}

export const sealKeys = (app: App, tenantId: string, id: string, keys: WrittenKeys): Promise<string> =>
  app.secrets.seal(placeOf(tenantId, id), JSON.stringify(keys))

/** Base64url in its one spelling; browsers write no padding. */
const bytesIn = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

export const isPublicKey = (text: string): boolean => {
  const bytes = bytesIn(text)
  return bytes !== null && isPoint(bytes)
}

export const isAuthSecret = (text: string): boolean => bytesIn(text)?.length === 16
