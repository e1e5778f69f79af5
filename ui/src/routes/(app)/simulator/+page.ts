import { error } from '@sveltejs/kit'
import { session } from '../../../lib/session/session.svelte.ts'

export async function load({ parent }: { parent: () => Promise<unknown> }) {
  await parent()
  if (!session.isDemo) error(404, 'Not found')
}
