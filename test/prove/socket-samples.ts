/** What to say with each socket event so that it works, and which field of it names something. */
import type { TenantWorld } from './tenant-world.ts'

type EventSample = { idField: string; payload(world: TenantWorld): Record<string, unknown> }

const conversation: EventSample = {
  idField: 'conversationId',
  payload: ({ ids }) => ({ conversationId: ids.conversation }),
}

const customer: EventSample = {
  idField: 'customerId',
  payload: ({ ids }) => ({ customerId: ids.customer }),
}
/** Names nothing: whose network it is comes from the session. */
const network: EventSample = { idField: 'conversationId', payload: () => ({}) }

export const eventSamples: Record<string, EventSample> = {
  'panel.open': conversation,
  'panel.close': conversation,
  'customer.open': customer,
  'customer.close': customer,
  'network.open': network,
  'network.close': network,
  'presence.view': {
    idField: 'conversationId',
    payload: ({ ids }) => ({ conversationId: ids.conversation, tab: 'one of several' }),
  },
  'presence.type': {
    idField: 'conversationId',
    payload: ({ ids }) => ({ conversationId: ids.conversation, kind: 'reply', tab: 'one of several' }),
  },
}
