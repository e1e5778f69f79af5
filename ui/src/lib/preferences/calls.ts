/** How one likes the screen, as the server speaks of it. */
import { client, ok } from '../api/client.ts'
import type { components } from '../api/schema.ts'

export type Kept = components['schemas']['Preferences']
export type Change = Partial<Kept>

export const ownPreferences = {
  read: () => ok(client.GET('/api/me/preferences')),
  write: (body: Change) => ok(client.PUT('/api/me/preferences', { body })),
}
