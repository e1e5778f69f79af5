/** Who may see an inbox's message templates: whoever answers in it. */
import type { WithoutInbox } from './without-inbox.ts'

export const templateTable: Record<string, readonly [word: string, withoutInbox: WithoutInbox]> = {
  'get /api/inboxes/{id}/templates': ['conversations.reply', 'missing'],
  'post /api/inboxes/{id}/templates/fetch': ['conversations.reply', 'missing'],
}
