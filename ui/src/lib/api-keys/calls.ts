/** API keys, as the server speaks of them. */
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

export type ApiKey = components['schemas']['ApiKey']
export type MadeApiKey = components['schemas']['MadeApiKey']
export type Word = components['schemas']['Permissions']['permissions'][number]

export type WantedKey = { name: string; permissions: string[]; addresses: string[]; expiresAt: string | null }

export const apiKeys = {
  list: () => ok(client.GET('/api/keys')),
  make: (body: WantedKey): Promise<MadeApiKey> =>
    // The words come from the server's own list.
    ok(client.POST('/api/keys', { body: body as never })),
  revoke: (id: string) => ok(client.DELETE('/api/keys/{id}', { params: { path: { id } } })),
  words: () => ok(client.GET('/api/permissions')),
}
