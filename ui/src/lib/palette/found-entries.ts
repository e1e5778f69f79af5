/** What was found, as lines of the palette. */
import FileText from '@lucide/svelte/icons/file-text'
import MessageCircle from '@lucide/svelte/icons/message-circle'
import Ticket from '@lucide/svelte/icons/ticket'
import User from '@lucide/svelte/icons/user'
import type { ExactHit, Found, SearchHit } from '../search/calls.ts'
import { session } from '../session/session.svelte.ts'
import { say } from '../words/say.ts'
import type { Entry } from './entry.ts'

const icons = { customer: User, contact: MessageCircle, invoice: FileText, ticket: Ticket }
const most = 8

export const exactEntries = (found: Found | null): Entry[] => (found?.exact ?? []).slice(0, most).map(exact)
export const hitEntries = (found: Found | null): Entry[] => (found?.items ?? []).slice(0, most).map(hit)

function exact({ kind, id, title, detail, matched, conversationId }: ExactHit): Entry {
  return {
    id: `${kind}:${id}`,
    label: title,
    detail: [detail, say`found by ${matched}`].filter(words => words !== null).join(' · '),
    icon: icons[kind],
    ...placeOf({ kind, id, conversationId }),
  }
}

/** Customers and tickets have pages of their own; anything else is found in its conversation. */
function placeOf({ kind, id, conversationId }: Pick<ExactHit, 'kind' | 'id' | 'conversationId'>): {
  href: string
  whyNot?: string | undefined
} {
  if (kind === 'customer') return { href: `/customers/${id}` }
  if (kind === 'ticket' && session.can('tickets.read')) return { href: `/tickets/${id}` }
  return {
    href: `/inbox/open/${conversationId}`,
    whyNot: conversationId === null ? say`No conversation yet` : undefined,
  }
}

function hit({ conversationId, messageId, contact, subject, status, parts }: SearchHit): Entry {
  const view = status === 'resolved' ? 'resolved' : 'open'
  return {
    id: `conversation:${conversationId}`,
    label: contact.name,
    detail: subject ?? parts.map(part => part.text).join(''),
    icon: MessageCircle,
    href: `/inbox/${view}/${conversationId}${messageId ? `#message-${messageId}` : ''}`,
  }
}
