/** Shapes of answers that did not arrive. */
import { z } from 'zod'
import { Person } from '../conversations/conversations.api.ts'

export const FailedMessage = z
  .object({
    messageId: z.uuid(),
    conversationId: z.uuid(),
    contact: Person,
    author: Person.nullable(),
    channel: z.string().nullable(),
    preview: z.string(),
    state: z.enum(['failed', 'unknown']),
    stateWords: z.string().nullable().describe("Why, in the provider's words or ours"),
    at: z.iso.datetime({ offset: true }).describe('When it was written'),
  })
  .meta({ id: 'FailedMessage' })

export const FailedMessages = z.object({
  items: z.array(FailedMessage).describe('Of the last 90 days, newest first'),
  count: z.int().describe('All of them, also on other pages; 100 means as many or more'),
  next: z.string().nullable(),
})

export const failedQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
