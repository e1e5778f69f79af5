/** The roles every tenant has. Custom roles are other lists of the same words, kept in `custom_roles`. */
import { type Permission, permissions } from './permissions.ts'

const everyField: Permission[] = ['fields.phone', 'fields.email', 'fields.balance']

const colleague: Permission[] = ['members.read', 'inboxes.read']

const agent: Permission[] = [
  ...colleague,
  'conversations.read',
  'conversations.reply',
  'conversations.assign',
  'customers.read',
  'contacts.link',
  'customers.change',
  'tickets.create',
  'tickets.read',
  'tickets.change',
  ...everyField,
]

/** Words that only fit one kind of person, so that no list of "everything" gives them. */
const notForStaff: Permission[] = ['self.read']
const everything = permissions.filter(word => !notForStaff.includes(word))

export type Role = { title: string; description: string; permissions: readonly Permission[] }

export const roles = {
  owner: {
    title: 'Owner',
    description: 'Everything, and may make other owners',
    permissions: everything,
  },
  admin: {
    title: 'Admin',
    description: 'Everything but owners',
    permissions: everything.filter(word => word !== 'owners.manage'),
  },
  supervisor: {
    title: 'Supervisor',
    description: 'Answers, and looks after teams',
    permissions: [...agent, 'network.read', 'replies.manage', 'teams.manage', 'audit.read'],
  },
  agent: { title: 'Agent', description: 'Answers customers', permissions: agent },
  billing: {
    title: 'Billing',
    description: 'Answers questions of money',
    permissions: agent.filter(word => word !== 'conversations.assign'),
  },
  network: {
    title: 'Network',
    description: 'Looks after lines; sees no balances',
    permissions: [...agent.filter(word => word !== 'fields.balance'), 'network.read'],
  },
  field: {
    title: 'Field',
    description: 'Visits customers; reads no conversations and sees no balances',
    permissions: [...colleague, 'customers.read', 'tickets.read', 'tickets.change', 'fields.phone'],
  },
  reseller: {
    title: 'Reseller',
    description: 'Sees the customers they brought, and no others',
    permissions: ['customers.read', ...everyField],
  },
  customer: {
    title: 'Customer',
    description: 'Sees their own account, and nothing else',
    permissions: ['self.read'],
  },
} as const satisfies Record<string, Role>

export type RoleName = keyof typeof roles

export const roleNames = Object.keys(roles) as RoleName[]

export const isRoleName = (name: string): name is RoleName => Object.hasOwn(roles, name)

/** What a role of every tenant may do; an unknown role may do nothing. */
export const permissionsOf = (role: string): readonly Permission[] =>
  isRoleName(role) ? roles[role].permissions : []
