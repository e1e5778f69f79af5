/** Which addresses may be told something. Checked when saved; egress checks the address again at every sending. */
import { parseAddress } from '../../platform/egress/addresses.ts'
import { portOf, readAllowList } from '../../platform/egress/allow.ts'
import { EgressFailure } from '../../platform/egress/index.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { App } from '../app.ts'

const refuse = (detail: string): never => {
  throw new Refusal('invalid', detail, { errors: [{ pointer: '/url', detail }] })
}

/**
 * The address as it is kept, without a fragment. Refuses what is no address, carries a password, is not https (unless
 * the operator's allow-list names the host), has no host behind it, or leads into a private network.
 */
export async function checkUrl(app: App, text: string): Promise<string> {
  if (!URL.canParse(text)) return refuse('This is not an address. It looks like https://example.com/hook')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse('The address must begin with https://')
  if (url.username || url.password) {
    refuse('The address carries a user name or password. Leave them out: every delivery is signed.')
  }
  const address = await resolved(app, url)
  if (url.protocol === 'http:' && !named(app, url, address)) {
    refuse('The address must begin with https://, so that nobody on the way can read what is told.')
  }
  url.hash = ''
  return url.href
}

async function resolved(app: App, url: URL): Promise<string> {
  try {
    return await app.egress.resolve(url.hostname, portOf(url.protocol, url.port), url.protocol)
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error
    return refuse(error.forbidden ? privateWords : error.message)
  }
}

/** Without the address itself: what a name means inside our network is nobody's business. */
export const privateWords =
  'This address leads into a private network, which is not reached from here. An operator can allow it with EGRESS_ALLOW.'

function named(app: App, url: URL, address: string): boolean {
  const bytes = parseAddress(address)
  const allows = readAllowList(app.config.EGRESS_ALLOW)
  const to = { host: url.hostname, port: portOf(url.protocol, url.port), protocol: url.protocol }
  return bytes !== null && allows(to, bytes)
}

/** For the audit trail: a query often carries a token of the receiver. */
export function withoutQuery(text: string): string {
  const { origin, pathname, search } = new URL(text)
  return `${origin}${pathname}${search ? '?…' : ''}`
}
