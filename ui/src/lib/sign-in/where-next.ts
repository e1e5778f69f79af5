/** Where a person goes once they are in: only to a page of this site. Pure. */
export const home = '/inbox/open'

/** "//host" and "/\host" would be another site; anything that is no path of ours leads home. */
export function nextOf(search: URLSearchParams): string {
  const next = search.get('next') ?? ''
  return /^\/(?![/\\])/.test(next) ? next : home
}

const refusals: Record<string, string> = {
  access_denied: 'You did not allow it there. Try again, or choose another way.',
  account_not_linked: 'No account here uses that sign-in. Sign in another way, or ask for an invitation.',
  signup_disabled: 'No account here uses that address. Ask your admin for an invitation.',
  email_not_verified: 'That account has no confirmed email address, so we cannot tell that it is yours.',
  method_closed: 'Your provider has closed this way of signing in. Choose another.',
  state_mismatch: 'That took too long, or began in another window. Please try again.',
}

/** Words for ?error=… of an address somebody was sent back to; null when there is none. */
export function refusalOf(search: URLSearchParams): string | null {
  const word = search.get('error')
  if (!word) return null
  return refusals[word.toLowerCase()] ?? 'Signing in there did not work. Try again, or choose another way.'
}
