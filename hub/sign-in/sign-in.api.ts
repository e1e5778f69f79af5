/** The shapes of what people see and change of their own way in, and of their tenant's. */
import { z } from 'zod'
import { signInMethods } from '../../platform/identity/sign-in-policy.ts'

const Method = z.enum(signInMethods)
const secondFactorFor = z.enum(['nobody', 'managers', 'everyone'])

export const Policy = z
  .object({ methods: z.array(Method), secondFactorFor, available: z.array(Method) })
  .meta({ id: 'SignInPolicy' })

export const changePolicy = z.strictObject({
  methods: z.array(Method).min(1).max(signInMethods.length),
  secondFactorFor,
})

export const Security = z
  .object({
    twoFactor: z.boolean(),
    recoveryCodesLeft: z.int().nullable(),
    passkeys: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        createdAt: z.iso.datetime().nullable(),
        deviceType: z
          .string()
          .describe('singleDevice, or multiDevice for keys that are copied between devices'),
      }),
    ),
    hasPassword: z.boolean(),
    method: z.string().nullable().describe('How this session was started'),
    accounts: z.array(z.object({ provider: z.string() })),
    needs: z.enum(['second-factor']).nullable(),
  })
  .meta({ id: 'Security' })

export const Sessions = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        current: z.boolean(),
        createdAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
        expiresAt: z.iso.datetime(),
        address: z.string().nullable(),
        device: z.string(),
        method: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Sessions' })

export const sessionParams = z.object({ id: z.uuid() })
export const memberParams = z.object({ id: z.uuid() })

export const Ended = z.object({ ended: z.int() }).meta({ id: 'EndedSessions' })
