/**
 * What a webhook can be told, one line each. A test holds the list against the types the product writes: an event nobody
 * can subscribe to, or a promise nothing keeps, fails there.
 */
import type { Permission } from '../../platform/identity/permissions.ts'

export type EventKind = { words: string; needs: Permission }

const conversation = (words: string): EventKind => ({ words, needs: 'conversations.read' })
const customer = (words: string): EventKind => ({ words, needs: 'customers.read' })
const money = (words: string): EventKind => ({ words, needs: 'fields.balance' })

/** `needs`: the word a member must hold to have it told elsewhere, since they would read it there. */
export const eventKinds = {
  'message.received': conversation('A customer wrote'),
  'message.written': conversation('A colleague answered; the answer waits to be sent'),
  'message.changed': conversation('A message was sent, delivered, read, or failed'),
  'note.written': conversation('A colleague wrote an internal note'),
  'message.moved': conversation('A message came here from another conversation of the same contact'),
  'messages.moved': conversation('Messages were split off, merged or moved; told once for each of the two'),
  'conversation.assigned': conversation('A conversation was given to a colleague, or to nobody'),
  'conversation.resolved': conversation('A conversation was resolved'),
  'conversation.reopened': conversation('A resolved conversation was opened again'),
  'conversation.changed': conversation('Its team, customer, priority, labels or fields were changed'),
  'conversation.snoozed': conversation('A conversation was put aside until a moment'),
  'conversation.woke': conversation('A snoozed conversation came back'),
  'contact.linked': conversation('It was said which customer a contact speaks for'),
  'contact.merged': conversation('Two contacts were made one, or an address moved to another contact'),
  'contact.unmerged': conversation('That was taken back'),
  'contact.changed': conversation('An address was added, given up, or may not be written to any more'),
  'customer.verified': conversation('A contact proved to be a customer'),
  'ticket.created': conversation(
    'A ticket was opened; out of a conversation it is told once for each of the two',
  ),
  'customer.created': customer('A customer was added'),
  'service.created': customer('A customer took a service'),
  'service.suspended': customer('A service was suspended'),
  'login.created': customer('A RADIUS login was made for a service'),
  'session.started': customer('A line came up'),
  'session.stopped': customer('A line went down'),
  'invoice.issued': money('An invoice was issued'),
  'payment.received': money('A payment was recorded'),
  'webhook.disabled': {
    words: 'A webhook was switched off because its receiver failed',
    needs: 'webhooks.manage',
  },
} as const satisfies Record<string, EventKind>

export type WebhookEventType = keyof typeof eventKinds

export const eventTypes = Object.keys(eventKinds) as WebhookEventType[]

export const isEventType = (type: string): type is WebhookEventType => Object.hasOwn(eventKinds, type)
