/** Shapes of messages that change their conversation. */
import { z } from 'zod'
import { ConversationRow } from '../conversations/conversations.api.ts'

export const moveMessages = z.strictObject({
  messageIds: z.array(z.uuid()).min(1).max(500),
  andLater: z.boolean().default(false).describe('The named ones and everything after the earliest of them'),
  toConversationId: z
    .uuid()
    .nullable()
    .describe('Another conversation of the same contact; null: a new one, a matter of its own'),
  subject: z.string().trim().max(200).optional().describe('Of the new conversation'),
})

export const mergeConversations = z.strictObject({ intoId: z.uuid() })

export const Moved = z
  .object({
    moveId: z.uuid().describe('Takes it back: POST /api/message-moves/{id}/undo'),
    conversationId: z.uuid().describe('Where the messages are now'),
    count: z.int(),
  })
  .meta({ id: 'MovedMessages' })

export const Siblings = z.object({ items: z.array(ConversationRow).describe('Latest first; fifty at most') })
