/** What the proof knows of one tenant: an id of every kind, its word, and someone who may do everything. */
import type { Person } from './people.ts'

/** What an id can name. `outgoing` is a message of ours that failed. */
export const kinds = [
  'tenant',
  'member',
  'colleague',
  'inbox',
  'inboxEvent',
  'contact',
  'identity',
  'customer',
  'otherCustomer',
  'customerNote',
  'plan',
  'service',
  'login',
  'invoice',
  'payment',
  'nas',
  'session',
  'conversation',
  'message',
  'outgoing',
  'attachment',
  'upload',
  'cannedReply',
  'sharedReply',
  'ticket',
  'former',
  'role',
  'team',
  'invitation',
  'key',
  'webhook',
  'spareWebhook',
  'webhookDelivery',
  'authSession',
  'colleagueSession',
  'label',
  'customField',
  'view',
  'pushBrowser',
  'bulkJob',
  'otherContact',
  'contactMerge',
  'otherConversation',
  'otherMessage',
  'note',
  'messageMove',
] as const
export type Kind = (typeof kinds)[number]

export type TenantWorld = {
  tenantId: string
  /** In every text of this tenant and in no text of the other. */
  mark: string
  ids: Record<Kind, string>
  /** A login only this tenant has. */
  ownLogin: string
  /** Holds every word there is for staff. */
  admin: Person
  /** Signs in to see their own account. */
  customer: Person
}

/** The same in both tenants. */
export const shared = { phone: '+27821230001', email: 'thandi@customers.example', login: 'fibre-1001' }
