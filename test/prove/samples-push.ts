/** What to send to the routes of web push. */
import { newId } from '../../platform/ids.ts'
import { newBrowserKeys } from '../fakes/push-browser.ts'
import type { Sample } from './sample.ts'

export const pushKeys = () => {
  const { p256dh, auth } = newBrowserKeys()
  return { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') }
}

export const pushSamples: Record<string, Sample> = {
  // Nothing listens on the discard port.
  'post /api/me/push': () => ({
    body: { endpoint: `http://127.0.0.1:9/send/${newId()}`, keys: pushKeys() },
  }),
}
