/** What a browser is told, as JSON: enough to show it at once, and no more than a push service takes. */
import { hiddenFrom, mask } from '../../platform/identity/masking.ts'
import type { Standing } from '../../platform/identity/standing.ts'
import { cut } from './cut.ts'
import type { About } from './read-happened.ts'

/** Read by the service worker (ui/src/lib/news/pushed.ts), perhaps of an older version: fields are only ever added. */
export type Payload = {
  /** Whose it is. A browser in which somebody else sits shows nothing. */
  memberId: string
  kind: string
  conversationId: string | null
  name: string
  inbox: string | null
  by: string | null
  text: string
  at: string
}

/** All services take at least 4,096 bytes with the encryption's own (RFC 8030 7.2); this leaves room for them. */
export const mostBytes = 3_000
const nameBytes = 200
const textBytes = 1_000
/** For services that take less than they should. */
const shortTextBytes = 120

export function payloadOf(about: About, kind: string, { memberId, permissions }: Standing): Payload {
  const payload = {
    memberId,
    kind,
    conversationId: about.conversationId,
    name: about.contactName,
    inbox: about.inboxName && cut(about.inboxName, nameBytes),
    by: about.byName && cut(about.byName, nameBytes),
    text: cut(about.text.replace(/\s+/g, ' ').trim(), textBytes),
    at: about.at.toISOString(),
  }
  const hidden = hiddenFrom({ permissions })
  const shown = hidden ? mask(payload, hidden) : payload
  return { ...shown, name: cut(shown.name, nameBytes) }
}

export const shorter = (payload: Payload): Payload => ({
  ...payload,
  text: cut(payload.text, shortTextBytes),
  name: cut(payload.name, shortTextBytes),
  inbox: payload.inbox && cut(payload.inbox, shortTextBytes),
  by: payload.by && cut(payload.by, shortTextBytes),
})

export const bytesOf = (payload: Payload): Buffer => Buffer.from(JSON.stringify(payload))
