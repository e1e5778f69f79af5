/** How the people of a tenant may sign in: kept in `tenants.sign_in_policy`, read with defaults. */
import { z } from 'zod'
import type { Permission } from './permissions.ts'

export const signInMethods = [
  'password',
  'magic-link',
  'code',
  'passkey',
  'google',
  'github',
  'oidc',
] as const
export type SignInMethod = (typeof signInMethods)[number]

export const SignInPolicy = z.object({
  /** Ways to sign in that are open; a method that is not set up on the installation is closed anyway. */
  methods: z
    .array(z.enum(signInMethods))
    .min(1)
    .default([...signInMethods]),
  /** Who must show a second factor: nobody, those who may change settings or people, or everyone. */
  secondFactorFor: z.enum(['nobody', 'managers', 'everyone']).default('nobody'),
})
export type SignInPolicy = z.infer<typeof SignInPolicy>

/** What is stored, with defaults for what is absent; rubbish counts as the defaults. */
export const readPolicy = (stored: unknown): SignInPolicy =>
  SignInPolicy.safeParse(stored).data ?? SignInPolicy.parse({})

/** Whether a session that came to be this way counts. Sessions from before ways were noted came by password. */
export const admits = (policy: SignInPolicy, method: string | null | undefined): boolean =>
  (policy.methods as string[]).includes(method ?? 'password')

const managing = /\.manage$/

/** Whether somebody with these words must have a second factor. */
export const needsSecondFactor = (policy: SignInPolicy, permissions: readonly Permission[]): boolean =>
  policy.secondFactorFor === 'everyone' ||
  (policy.secondFactorFor === 'managers' && permissions.some(word => managing.test(word)))
