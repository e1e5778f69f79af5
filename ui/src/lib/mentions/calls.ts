/** What can be asked about names in notes. */
import { client, ok } from '../api/client.ts'

export const mentionCalls = {
  list: (cursor: string | null) =>
    ok(client.GET('/api/me/mentions', { params: { query: cursor ? { cursor } : {} } })),
  seen: (messageId: string) =>
    ok(client.POST('/api/me/mentions/{messageId}/seen', { params: { path: { messageId } } })),
  allSeen: (until: string) => ok(client.POST('/api/me/mentions/seen', { body: { until } })),
  mentionable: (conversationId: string) =>
    ok(client.GET('/api/conversations/{id}/mentionable', { params: { path: { id: conversationId } } })),
}
