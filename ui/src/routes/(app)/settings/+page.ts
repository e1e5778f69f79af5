import { redirect } from '@sveltejs/kit'
import { session } from '../../../lib/session/session.svelte.ts'
import { sectionsFor } from '../../../lib/settings/sections.ts'

/** A phone shows the list of settings here; a wide screen has it beside every page and opens the first. */
export async function load({ parent }: { parent: () => Promise<unknown> }) {
  await parent()
  if (!matchMedia('(min-width: 48rem)').matches) return
  const [group] = sectionsFor(session)
  redirect(307, group?.sections[0]?.href ?? '/settings/security')
}
