/** What the server is asked when messages change their conversation. */
import { client, ok } from '../api/client.ts'

const by = (id: string) => ({ params: { path: { id } } })

export const moves = {
  siblings: (conversationId: string) =>
    ok(client.GET('/api/conversations/{id}/siblings', by(conversationId))),
  move: (
    conversationId: string,
    body: { messageIds: string[]; andLater: boolean; toConversationId: string | null; subject?: string },
  ) => ok(client.POST('/api/conversations/{id}/move-messages', { ...by(conversationId), body })),
  merge: (conversationId: string, intoId: string) =>
    ok(client.POST('/api/conversations/{id}/merge', { ...by(conversationId), body: { intoId } })),
  undo: (moveId: string) => ok(client.POST('/api/message-moves/{id}/undo', by(moveId))),
}
