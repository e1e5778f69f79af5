import { error, redirect } from '@sveltejs/kit'
import { Failure, wordsOf } from '../../lib/api/client.ts'
import { session } from '../../lib/session/session.svelte.ts'

/** Everything below here needs someone who is signed in. */
export async function load({ url }: { url: URL }) {
  if (session.me) return
  try {
    await session.load()
  } catch (failure) {
    if (failure instanceof Failure && failure.status === 401) {
      redirect(307, `/sign-in?next=${encodeURIComponent(url.pathname)}`)
    }
    error(503, wordsOf(failure))
  }
}
