/**
 * Who may do what: the one table the proof goes by. It is written by hand, beside platform/identity/permissions.ts and
 * not made from it, so that a right given by mistake shows as a difference.
 */

/** Permission word -> roles that hold it. `public` is everybody's, `signed-in` every member's. */
export const holders: Record<string, readonly string[]> = {
  'signed-in': ['agent', 'supervisor', 'admin'],
  'conversations.read': ['agent', 'supervisor', 'admin'],
  'conversations.reply': ['agent', 'supervisor', 'admin'],
  'conversations.assign': ['agent', 'supervisor', 'admin'],
  'customers.read': ['agent', 'supervisor', 'admin'],
  'contacts.link': ['agent', 'supervisor', 'admin'],
  'tickets.create': ['agent', 'supervisor', 'admin'],
  'members.read': ['agent', 'supervisor', 'admin'],
  'inboxes.read': ['agent', 'supervisor', 'admin'],
  'inboxes.manage': ['admin'],
}

/**
 * What an agent gets who may see no inbox: `missing` as for an id that never was, `nothing` (an answer without any id and
 * with zeros), `same` as everybody with the word, `forbidden` where agents lack the word.
 */
export type WithoutInbox = 'missing' | 'nothing' | 'same' | 'forbidden'

/** Route -> permission word, and what is left of it without an inbox. */
export const routeTable: Record<string, readonly [word: string, withoutInbox: WithoutInbox]> = {
  'post /api/auth/sign-in/email': ['public', 'same'],
  'get /api/sign-in': ['public', 'same'],
  'get /api/me': ['signed-in', 'same'],
  'get /api/members': ['members.read', 'same'],
  'get /api/conversations': ['conversations.read', 'nothing'],
  'get /api/conversations/counts': ['conversations.read', 'nothing'],
  'get /api/conversations/{id}': ['conversations.read', 'missing'],
  'get /api/conversations/{id}/messages': ['conversations.read', 'missing'],
  'get /api/conversations/{id}/events': ['conversations.read', 'missing'],
  'post /api/conversations/{id}/replies': ['conversations.reply', 'missing'],
  'post /api/conversations/{id}/notes': ['conversations.reply', 'missing'],
  'post /api/conversations/{id}/assign': ['conversations.assign', 'missing'],
  'post /api/conversations/{id}/resolve': ['conversations.reply', 'missing'],
  'post /api/conversations/{id}/reopen': ['conversations.reply', 'missing'],
  'post /api/conversations/{id}/read': ['conversations.read', 'missing'],
  'post /api/messages/{id}/resend': ['conversations.reply', 'missing'],
  'get /api/messages/{id}/html': ['conversations.read', 'missing'],
  'get /api/attachments/{id}': ['conversations.read', 'missing'],
  'get /api/conversations/{id}/panel': ['customers.read', 'missing'],
  'post /api/conversations/{id}/tickets': ['tickets.create', 'missing'],
  'get /api/customers': ['customers.read', 'same'],
  'post /api/contacts/{id}/customers': ['contacts.link', 'missing'],
  'delete /api/contacts/{id}/customers/{customerId}': ['contacts.link', 'missing'],
  'get /api/channels': ['inboxes.read', 'same'],
  'get /api/inboxes': ['inboxes.read', 'nothing'],
  'get /api/inboxes/{id}': ['inboxes.manage', 'forbidden'],
  'post /api/inboxes': ['inboxes.manage', 'forbidden'],
  'patch /api/inboxes/{id}': ['inboxes.manage', 'forbidden'],
  'post /api/inboxes/{id}/check': ['inboxes.manage', 'forbidden'],
  'post /api/inboxes/{id}/replay': ['inboxes.manage', 'forbidden'],
  'get /api/demo/people': ['signed-in', 'same'],
  'get /api/demo/thread': ['signed-in', 'same'],
  'post /api/demo/messages': ['signed-in', 'same'],
  'post /api/demo/lines': ['signed-in', 'same'],
  // Last: it ends the session it is called with.
  'post /api/auth/sign-out': ['public', 'same'],
}

/** Socket event -> permission word; without an inbox: `missing` is refused, `same` is answered. */
export const eventTable: Record<string, readonly [word: string, withoutInbox: WithoutInbox]> = {
  'panel.open': ['customers.read', 'missing'],
  'panel.close': ['customers.read', 'same'],
}
