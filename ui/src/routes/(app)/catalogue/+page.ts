import { error } from '@sveltejs/kit'
import { session } from '../../../lib/session/session.svelte.ts'
import { say } from '../../../lib/words/say.ts'

/** For those who work on the pages: not where customers' people work. */
export async function load({ parent }: { parent: () => Promise<unknown> }) {
  await parent()
  if (!session.me?.catalogue) error(404, say`Not found`)
}
