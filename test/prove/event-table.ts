import type { WithoutInbox } from './without-inbox.ts'

/** Socket event -> permission word; without an inbox: `missing` is refused, `same` is answered. */
export const eventTable: Record<string, readonly [word: string, withoutInbox: WithoutInbox]> = {
  'panel.open': ['customers.read', 'missing'],
  'panel.close': ['customers.read', 'same'],
  'customer.open': ['customers.read', 'same'],
  'customer.close': ['customers.read', 'same'],
  'presence.view': ['conversations.read', 'missing'],
  'presence.type': ['conversations.reply', 'missing'],
  'network.open': ['network.read', 'same'],
  'network.close': ['network.read', 'same'],
}
