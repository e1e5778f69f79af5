import { error, redirect } from '@sveltejs/kit'
import { Failure, wordsOf } from '../../lib/api/client.ts'
import { begin } from '../../lib/local/begin.ts'
import { placeFor } from '../../lib/session/place-for.ts'
import { session } from '../../lib/session/session.svelte.ts'
import { say } from '../../lib/words/say.ts'

/** Everything below here needs someone who is signed in, and what they may not see leads elsewhere. */
export async function load({ url, params }: { url: URL; params: { id?: string } }) {
  const path = url.pathname
  // What stood in the way may be done by now, so it is asked again.
  if (!session.isLoaded || session.suspended || session.me?.needs) {
    try {
      await begin(params.id)
    } catch (failure) {
      if (failure instanceof Failure && failure.status === 401) {
        redirect(307, `/sign-in?next=${encodeURIComponent(path)}`)
      }
      error(503, wordsOf(failure))
    }
  }
  const place = placeFor(path, session)
  if (place === null) error(404, say`Not found`)
  if (place !== path) redirect(307, place)
}
