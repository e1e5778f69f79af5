/** The words every route and socket event declares. Roles, custom roles and API keys are lists of these. */
export const permissionWords = {
  'conversations.read': 'See conversations of their inboxes',
  'conversations.reply': 'Answer customers and write notes',
  'conversations.assign': 'Give conversations to colleagues',
  'customers.read': 'See customers, their services, money and line',
  'contacts.link': 'Say which customer a contact speaks for',
  'customers.change': 'Write notes on customers',
  'tickets.create': 'Open tickets',
  'tickets.read': 'See all tickets',
  'tickets.change': 'Work on tickets: state, priority, whose they are, comments',
  'network.read': 'See sessions, routers and sign-ins of all lines',
  'replies.manage': 'Write ready-made answers for everybody',
  'members.read': 'See who works here',
  'members.manage': 'Invite people, change what they may do, end their sessions',
  'teams.manage': 'Make teams and choose their members and inboxes',
  'roles.manage': 'Make and change custom roles',
  'inboxes.read': 'See which inboxes there are',
  'inboxes.manage': 'Connect and change inboxes',
  'keys.manage': 'Make and revoke API keys',
  'webhooks.manage': 'Tell other programs what happens',
  'audit.read': 'Read and export the audit trail',
  'sign-in.manage': 'Choose how people sign in',
  'owners.manage': 'Make and remove owners',
  'self.read': 'See their own customer account',
  'fields.phone': 'See phone numbers in full',
  'fields.email': 'See email addresses in full',
  'fields.balance': 'See what customers owe',
} as const

export type Permission = keyof typeof permissionWords

export const permissions = Object.keys(permissionWords) as Permission[]

/** `public` needs no sign-in; `signed-in` any member of a tenant; `platform` an owner of the installation. */
export type RoutePermission = Permission | 'public' | 'signed-in' | 'platform'

export const isPermission = (word: string): word is Permission => Object.hasOwn(permissionWords, word)
