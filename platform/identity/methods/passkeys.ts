/** Passkeys: something one has and, since the device asks for finger, face or PIN, something one is or knows. */

import { isIP } from 'node:net'
import { passkey } from '@better-auth/passkey'
import { refuse } from '../door/refusals.ts'

/** WebAuthn ties keys to a domain; an address of digits is none. */
export const passkeysWork = (publicUrl: string): boolean => isIP(bareHost(publicUrl)) === 0

const bareHost = (url: string) => new URL(url).hostname.replace(/^\[|\]$/g, '')

const unverified = () =>
  refuse('signed-out', 'NOT_VERIFIED', 'Your device did not check that it is you. Try again and unlock it.')

/** The library asks devices for verification only by preference: here an answer without it is refused. */
export const passkeys = (publicUrl: string) =>
  passkey({
    rpID: bareHost(publicUrl),
    rpName: 'Trunkline',
    origin: new URL(publicUrl).origin,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    advanced: { webAuthnChallengeCookie: 'passkey' },
    registration: {
      afterVerification: async ({ verification }) => {
        if (!verification.registrationInfo?.userVerified) unverified()
      },
    },
    authentication: {
      afterVerification: async ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) unverified()
      },
    },
  })
