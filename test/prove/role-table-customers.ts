/** The part of customers and contacts of the table in role-table.ts, written by hand like the rest. */
import type { WithoutInbox } from './without-inbox.ts'

export const customerRoutes: Record<string, readonly [word: string, withoutInbox: WithoutInbox]> = {
  'get /api/customers/list': ['customers.read', 'same'],
  'get /api/customers/export': ['customers.read', 'same'],
  'get /api/customers/{id}': ['customers.read', 'same'],
  'get /api/customers/{id}/timeline': ['customers.read', 'same'],
  'get /api/customers/{id}/sessions': ['customers.read', 'same'],
  'get /api/customers/{id}/invoices': ['customers.read', 'same'],
  'get /api/customers/{id}/payments': ['customers.read', 'same'],
  'get /api/customers/{id}/tickets': ['customers.read', 'same'],
  'get /api/customers/{id}/audit': ['audit.read', 'forbidden'],
  'get /api/customers/{id}/notes': ['customers.change', 'same'],
  'post /api/customers/{id}/notes': ['customers.change', 'same'],
  'delete /api/customers/{id}/notes/{noteId}': ['customers.change', 'same'],
  'post /api/customers/{id}/tickets': ['tickets.create', 'same'],
  'get /api/customers': ['customers.read', 'same'],
  'post /api/contacts/{id}/customers': ['contacts.link', 'missing'],
  'delete /api/contacts/{id}/customers/{customerId}': ['contacts.link', 'missing'],
  'get /api/contacts/{id}': ['customers.read', 'missing'],
  'get /api/contacts/{id}/suggestions': ['contacts.link', 'missing'],
  'post /api/contacts/{id}/merge': ['contacts.link', 'missing'],
  'post /api/contact-merges/{id}/undo': ['contacts.link', 'missing'],
  'post /api/contacts/{id}/identities': ['contacts.link', 'missing'],
  'patch /api/contacts/{id}/identities/{identityId}': ['contacts.link', 'missing'],
  'post /api/contacts/{id}/identities/{identityId}/move': ['contacts.link', 'same'],
}
