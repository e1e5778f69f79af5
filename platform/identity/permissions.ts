/** The words every route declares, and which role holds which. Custom roles will be other lists of the same words. */
export const permissions = [
  'conversations.read',
  'conversations.reply',
  'conversations.assign',
  'customers.read',
  'contacts.link',
  'tickets.create',
  'members.read',
  'inboxes.read',
  'inboxes.manage',
] as const

export type Permission = (typeof permissions)[number]

/** `public` needs no sign-in; `signed-in` any member of a tenant. */
export type RoutePermission = Permission | 'public' | 'signed-in'

const agent: Permission[] = [
  'conversations.read',
  'conversations.reply',
  'conversations.assign',
  'customers.read',
  'contacts.link',
  'tickets.create',
  'members.read',
  'inboxes.read',
]

const roles: Record<string, readonly Permission[]> = {
  agent,
  supervisor: agent,
  admin: permissions,
}

export const roleNames = Object.keys(roles)

/** What a role may do; an unknown role may do nothing. */
export const permissionsOf = (role: string): readonly Permission[] => roles[role] ?? []
