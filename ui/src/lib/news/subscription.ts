/** What this browser's maker gave it for web push. For pages and the service worker alike. */
import { say } from '../words/say.ts'

/** As the server wants it. */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }

/** Subscribes for messages of this server; what was for another key of it is given up first. Throws what the browser throws. */
export async function subscription(
  { pushManager }: ServiceWorkerRegistration,
  publicKey: string,
): Promise<Subscription> {
  const before = await pushManager.getSubscription()
  if (before && !isFor(before, publicKey)) await before.unsubscribe()
  const options = { userVisibleOnly: true, applicationServerKey: publicKey }
  const { endpoint, keys } = (await pushManager.subscribe(options)).toJSON()
  if (!endpoint || !keys?.p256dh || !keys.auth)
    throw new Error(say`This browser gave no address to be told at.`)
  return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }
}

/** Whether it was made for this key of the server (base64url). */
export function isFor({ options }: PushSubscription, publicKey: string): boolean {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === publicKey
}
