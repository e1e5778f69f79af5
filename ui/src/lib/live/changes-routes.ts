import type { ConversationEvent } from '../api/types.ts'

/** After these there may be other ways to answer. */
export const changesRoutes = new Set<ConversationEvent['type']>([
  'message.received',
  'contact.linked',
  'contact.merged',
  'contact.unmerged',
  'contact.changed',
])
