/** One's own account, and how everybody signs in, as the server speaks of them. */
import type { Answer } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'

export type Security = Answer<'getMeSecurity'>
export type Passkey = Security['passkeys'][number]
export type OwnSession = Answer<'getMeSessions'>['items'][number]

export const security = {
  changeMe: (change: { name?: string; phone?: string | null }) =>
    ok(client.PATCH('/api/me', { body: change })),
  overview: () => ok(client.GET('/api/me/security')),
  sessions: () => ok(client.GET('/api/me/sessions')),
  endSession: (id: string) => ok(client.DELETE('/api/me/sessions/{id}', { params: { path: { id } } })),
  endOthers: () => ok(client.POST('/api/me/sessions/revoke-others')),
}
