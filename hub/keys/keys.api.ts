/** Shapes of API keys, and of the words they are made of. */
import { z } from 'zod'
import { permissions } from '../../platform/identity/permissions.ts'

const moment = z.iso.datetime({ offset: true })

export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('The part of the key that may be shown: tl_<prefix>_…'),
    permissions: z.array(z.string()),
    addresses: z.array(z.string()).describe('Addresses and CIDR ranges it works from; empty is anywhere'),
    createdBy: z.object({ id: z.uuid(), name: z.string() }).describe('The member it acts as'),
    createdAt: moment,
    expiresAt: moment.nullable(),
    revokedAt: moment.nullable(),
    lastUsedAt: moment.nullable().describe('To the minute'),
    lastUsedFrom: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' })

export const MadeApiKey = ApiKey.extend({
  key: z.string().describe('The whole key. Shown this once; only its hash is kept'),
}).meta({ id: 'MadeApiKey' })

export const ApiKeys = z.object({ items: z.array(ApiKey).describe('Those in use first, newest first') })

export const makeKey = z.strictObject({
  name: z.string().trim().min(1).max(100),
  permissions: z.array(z.enum(permissions)).min(1).max(permissions.length),
  addresses: z
    .array(z.string().trim().min(1).max(64))
    .max(50)
    .default([])
    .describe('IPv4 or IPv6 addresses and CIDR ranges'),
  expiresAt: moment.nullable().default(null),
})

export const keyParam = z.object({ id: z.uuid() })

export const Permissions = z
  .object({
    permissions: z.array(
      z.object({
        word: z.string(),
        meaning: z.string(),
        forKeys: z.boolean().describe('Whether an API key may hold it'),
        mine: z.boolean().describe('Whether the caller holds it, and so may pass it on'),
      }),
    ),
    roles: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        description: z.string(),
        permissions: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Permissions' })
