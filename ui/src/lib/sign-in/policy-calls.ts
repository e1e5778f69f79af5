/** How people of this provider sign in, as the server speaks of it. */
import type { Answer } from '../access/shapes.ts'
import { client, ok } from '../api/client.ts'

export type Policy = Answer<'getSignInPolicy'>

export const policy = {
  read: () => ok(client.GET('/api/sign-in-policy')),
  write: ({ methods, secondFactorFor }: Pick<Policy, 'methods' | 'secondFactorFor'>) =>
    ok(client.PUT('/api/sign-in-policy', { body: { methods, secondFactorFor } })),
}
