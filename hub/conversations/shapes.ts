/** The API's shapes as types of the hub. */
import type { z } from 'zod'
import type { ConversationEvent, ConversationRow, Message } from './conversations.api.ts'

export type LiveConversation = z.infer<typeof ConversationRow>
export type LiveMessage = z.infer<typeof Message>
export type EventType = z.infer<typeof ConversationEvent>['type']
export type MessageState = LiveMessage['state']

export type Actor = { id: string; name: string }

export type NewEvent = { type: EventType; actor?: Actor | null; data?: Record<string, unknown> }
