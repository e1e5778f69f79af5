/**
 * Who may do what: the one table the proof goes by. It is written by hand, beside platform/identity/permissions.ts and
 * not made from it, so that a right given by mistake shows as a difference.
 */

const desk = ['agent', 'supervisor', 'billing', 'network', 'admin', 'owner']
const settings = ['admin', 'owner']

/** Permission word -> roles that hold it. `public` is everybody's, `signed-in` every member's. */
export const holders: Record<string, readonly string[]> = {
  'signed-in': [...desk, 'field', 'reseller', 'customer'],
  'conversations.read': desk,
  'conversations.reply': desk,
  'conversations.assign': ['agent', 'supervisor', 'network', 'admin', 'owner'],
  'customers.read': [...desk, 'field', 'reseller'],
  'contacts.link': desk,
  'tickets.create': desk,
  'members.read': [...desk, 'field'],
  'members.manage': settings,
  'teams.manage': ['supervisor', ...settings],
  'roles.manage': settings,
  'inboxes.read': [...desk, 'field'],
  'inboxes.manage': settings,
  'keys.manage': settings,
  'webhooks.manage': settings,
  'audit.read': ['supervisor', ...settings],
  'sign-in.manage': settings,
  'owners.manage': ['owner'],
  'self.read': ['customer'],
  'fields.phone': [...desk, 'field', 'reseller'],
  'fields.email': [...desk, 'reseller'],
  'fields.balance': ['agent', 'supervisor', 'billing', 'admin', 'owner', 'reseller'],
}

/**
 * What an agent gets who may see no inbox: `missing` as for an id that never was, `nothing` (an answer without any id and
 * with zeros), `same` as everybody with the word, `forbidden` where agents lack the word.
 */
export type WithoutInbox = 'missing' | 'nothing' | 'same' | 'forbidden'

export type Expected = 'allowed' | 'nothing' | '400' | '401' | '403' | '404' | '409' | '422'

/** What an operator who looks through a member's eyes may not do in their name. */
export const throughTheirEyes: Record<string, Expected> = {
  'patch /api/me': '403',
  'post /api/me/tenant': '409',
  'delete /api/me/sessions/{id}': '403',
  'post /api/me/sessions/revoke-others': '403',
}

/** Doors anyone may knock at, knocked at without the secret that opens them: the same for everyone. */
export const publicAnswers: Record<string, Expected> = {
  'post /api/auth/magic-link/verify': '401',
  'post /api/auth/code/verify': '401',
  'post /api/auth/two-factor/verify-totp': '401',
  'post /api/auth/two-factor/verify-backup-code': '401',
  'post /api/auth/sign-in/social': '404',
  'post /api/auth/password/reset': '401',
}

/** Route -> permission word, and what is left of it without an inbox. */
export const routeTable: Record<string, readonly [word: string, withoutInbox: WithoutInbox]> = {
  'post /api/auth/sign-in/email': ['public', 'same'],
  'post /api/auth/magic-link/request': ['public', 'same'],
  'post /api/auth/magic-link/verify': ['public', 'same'],
  'post /api/auth/code/request': ['public', 'same'],
  'post /api/auth/code/verify': ['public', 'same'],
  'post /api/auth/two-factor/verify-totp': ['public', 'same'],
  'post /api/auth/two-factor/verify-backup-code': ['public', 'same'],
  'post /api/auth/sign-in/social': ['public', 'same'],
  'post /api/auth/password/request-reset': ['public', 'same'],
  'post /api/auth/password/reset': ['public', 'same'],
  'get /api/sign-in': ['public', 'same'],
  'get /api/me': ['signed-in', 'same'],
  'get /api/members': ['members.read', 'same'],
  'patch /api/me': ['signed-in', 'same'],
  'post /api/me/tenant': ['signed-in', 'same'],
  'get /api/me/security': ['signed-in', 'same'],
  'get /api/me/sessions': ['signed-in', 'same'],
  'delete /api/me/sessions/{id}': ['signed-in', 'same'],
  'post /api/me/sessions/revoke-others': ['signed-in', 'same'],
  'get /api/permissions': ['signed-in', 'same'],
  'get /api/people': ['members.manage', 'forbidden'],
  'get /api/people/{id}': ['members.manage', 'forbidden'],
  'patch /api/people/{id}': ['members.manage', 'forbidden'],
  'post /api/people/{id}/disable': ['members.manage', 'forbidden'],
  'post /api/people/{id}/enable': ['members.manage', 'forbidden'],
  'get /api/members/{id}/sessions': ['members.manage', 'forbidden'],
  'post /api/members/{id}/sessions/revoke': ['members.manage', 'forbidden'],
  'get /api/roles': ['members.read', 'same'],
  'post /api/roles': ['roles.manage', 'forbidden'],
  'patch /api/roles/{id}': ['roles.manage', 'forbidden'],
  'delete /api/roles/{id}': ['roles.manage', 'forbidden'],
  'get /api/invitations': ['members.manage', 'forbidden'],
  'post /api/invitations': ['members.manage', 'forbidden'],
  'post /api/invitations/{id}/resend': ['members.manage', 'forbidden'],
  'delete /api/invitations/{id}': ['members.manage', 'forbidden'],
  'get /api/invitation': ['public', 'same'],
  'post /api/invitation/accept': ['public', 'same'],
  'get /api/teams': ['members.read', 'same'],
  'post /api/teams': ['teams.manage', 'forbidden'],
  'patch /api/teams/{id}': ['teams.manage', 'forbidden'],
  'delete /api/teams/{id}': ['teams.manage', 'forbidden'],
  'get /api/self': ['self.read', 'forbidden'],
  'get /api/sign-in-policy': ['sign-in.manage', 'forbidden'],
  'put /api/sign-in-policy': ['sign-in.manage', 'forbidden'],
  'get /api/keys': ['keys.manage', 'forbidden'],
  'post /api/keys': ['keys.manage', 'forbidden'],
  'delete /api/keys/{id}': ['keys.manage', 'forbidden'],
  'get /api/webhooks': ['webhooks.manage', 'forbidden'],
  'get /api/webhook-events': ['webhooks.manage', 'forbidden'],
  'get /api/webhooks/{id}': ['webhooks.manage', 'forbidden'],
  'post /api/webhooks': ['webhooks.manage', 'forbidden'],
  'patch /api/webhooks/{id}': ['webhooks.manage', 'forbidden'],
  'post /api/webhooks/{id}/secret': ['webhooks.manage', 'forbidden'],
  'post /api/webhooks/{id}/test': ['webhooks.manage', 'forbidden'],
  'get /api/webhooks/{id}/deliveries': ['webhooks.manage', 'forbidden'],
  'post /api/webhooks/{id}/replay': ['webhooks.manage', 'forbidden'],
  'get /api/webhook-deliveries/{id}': ['webhooks.manage', 'forbidden'],
  'post /api/webhook-deliveries/{id}/replay': ['webhooks.manage', 'forbidden'],
  'delete /api/webhooks/{id}': ['webhooks.manage', 'forbidden'],
  'get /api/audit': ['audit.read', 'forbidden'],
  'get /api/audit/actions': ['audit.read', 'forbidden'],
  'get /api/audit/export': ['audit.read', 'forbidden'],
  'get /api/platform/me': ['platform', 'forbidden'],
  'get /api/platform/tenants': ['platform', 'forbidden'],
  'post /api/platform/tenants': ['platform', 'forbidden'],
  'get /api/platform/tenants/{id}': ['platform', 'forbidden'],
  'patch /api/platform/tenants/{id}': ['platform', 'forbidden'],
  'post /api/platform/tenants/{id}/suspend': ['platform', 'forbidden'],
  'post /api/platform/tenants/{id}/resume': ['platform', 'forbidden'],
  'post /api/platform/tenants/{id}/owners': ['platform', 'forbidden'],
  'get /api/platform/tenants/{id}/members': ['platform', 'forbidden'],
  'post /api/platform/tenants/{id}/impersonate': ['platform', 'forbidden'],
  'post /api/platform/impersonation/end': ['platform', 'forbidden'],
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
