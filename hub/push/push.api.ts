/** Shapes of the browsers a member is told in by web push. */
import { z } from 'zod'
import { isAuthSecret, isPublicKey } from './keys.ts'

export const subscribe = z.strictObject({
  endpoint: z.string().max(1_000).describe('As the browser gave it: an https address of its maker'),
  keys: z.strictObject({
    p256dh: z.string().max(120).refine(isPublicKey, 'is no public key of P-256: 65 bytes in base64url'),
    auth: z.string().max(60).refine(isAuthSecret, 'is no secret of 16 bytes in base64url'),
  }),
})

export const PushBrowser = z
  .object({
    id: z.uuid(),
    device: z.string().describe('In short words: Firefox on Windows'),
    current: z.boolean().describe('The one that asks'),
    enabled: z.boolean().describe('False: its service refused several in a row, and it is not told any more'),
    createdAt: z.iso.datetime(),
    lastSentAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PushBrowser' })

export const Push = z
  .object({
    publicKey: z
      .string()
      .nullable()
      .describe('What a browser subscribes with (VAPID); null where the installation sends no web push'),
    items: z.array(PushBrowser),
  })
  .meta({ id: 'Push' })

export const PushTest = z
  .object({ ok: z.boolean(), words: z.string().describe('What the push service answered') })
  .meta({ id: 'PushTest' })
