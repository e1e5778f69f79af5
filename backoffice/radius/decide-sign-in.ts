/** May this login come online, and if not, in which words for the agent and for the customer. Pure. */
import type { Credentials } from './check-credentials.ts'
import type { Login } from './find-login.ts'

export type Decision =
  | { accepted: true; words: string }
  /** `words` are for staff; `replyMessage` may be shown to whoever tried, so it does not tell which half was wrong. */
  | { accepted: false; words: string; replyMessage: string }

const wrong = 'The username or the password is wrong.'

/** `login` is null when nobody has this username; `password` is its password in clear. */
export function decideSignIn(
  login: Login | null,
  credentials: Credentials | { unusable: string },
  password: string,
): Decision {
  if ('unusable' in credentials) {
    return {
      accepted: false,
      words: credentials.unusable,
      replyMessage: 'This way of signing in is not supported.',
    }
  }
  if (!login) return { accepted: false, words: 'unknown login', replyMessage: wrong }
  if (!credentials.matches(password)) return { accepted: false, words: 'wrong password', replyMessage: wrong }
  if (login.disabledAt) {
    return {
      accepted: false,
      words: 'login disabled',
      replyMessage: 'This login is disabled. Please contact us.',
    }
  }
  if (login.serviceStatus === 'active') return { accepted: true, words: 'accepted' }
  return refusalOf(login)
}

function refusalOf({ serviceStatus, suspendedReason }: Login): Decision {
  if (serviceStatus === 'suspended') {
    const words = suspendedReason ? `service suspended: ${suspendedReason}` : 'service suspended'
    return { accepted: false, words, replyMessage: 'This service is suspended. Please contact us.' }
  }
  if (serviceStatus === 'pending') {
    return {
      accepted: false,
      words: 'service not active yet',
      replyMessage: 'This service is not active yet.',
    }
  }
  return { accepted: false, words: `service ${serviceStatus}`, replyMessage: 'This service has ended.' }
}
