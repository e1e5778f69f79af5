/** Who holds which word: written by hand, as the table of routes (role-table.ts) is. */
import { ticketHolders } from './role-table-tickets.ts'

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
  'customers.change': desk,
  ...ticketHolders(desk),
  'network.read': ['network', 'supervisor', ...settings],
  'members.read': [...desk, 'field'],
  'members.manage': settings,
  'replies.manage': ['supervisor', ...settings],
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
