/** The ways to sign in that this installation is set up for. */
import { z } from 'zod'
import { passkeysWork } from '../../platform/identity/methods/passkeys.ts'
import { hasGithub, hasGoogle, hasOidc } from '../../platform/identity/methods/providers.ts'
import type { SignInMethod } from '../../platform/identity/sign-in-policy.ts'
import type { App } from '../app.ts'

export const SignInMethods = z
  .object({
    password: z.boolean(),
    magicLink: z.boolean(),
    code: z.boolean(),
    passkey: z.boolean(),
    google: z.boolean(),
    github: z.boolean(),
    oidc: z.object({ name: z.string() }).nullable(),
  })
  .meta({ id: 'SignInMethods' })

/** For the sign-in page, which does not know yet who comes. */
export const availableMethods = ({ config }: App): z.infer<typeof SignInMethods> => ({
  password: true,
  magicLink: true,
  code: true,
  passkey: passkeysWork(config.publicUrl),
  google: hasGoogle(config),
  github: hasGithub(config),
  oidc: hasOidc(config) ? { name: config.OIDC_NAME } : null,
})

/** The same as words of a policy. */
export function availableWords(app: App): SignInMethod[] {
  const { magicLink, ...others } = availableMethods(app)
  const there = { ...others, 'magic-link': magicLink }
  return (Object.keys(there) as SignInMethod[]).filter(method => there[method])
}
