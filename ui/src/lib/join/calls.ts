/** What an invited person can ask before they are anybody here. */
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

export type OpenInvitation = components['schemas']['OpenInvitation']

export const invitation = {
  open: (token: string) => ok(client.GET('/api/invitation', { params: { query: { token } } })),
  accept: (body: { token: string; name: string; password: string }) =>
    ok(client.POST('/api/invitation/accept', { body })),
}
