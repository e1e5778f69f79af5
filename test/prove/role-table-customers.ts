/** The customers' part of the table in role-table.ts, written by hand like the rest. */
import type { WithoutInbox } from './role-table.ts'

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
}
