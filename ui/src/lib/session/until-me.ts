/** Waiting until the server has taken notice of who one now is. */
import { client } from '../api/client.ts'
import type { Me } from '../api/types.ts'

const pauseMs = 300
/** Each server process remembers for some seconds who a session belongs to. */
const longestMs = 6_000

/** Resolves when the server's answer fits, or when it never did; null stands for nobody's member. */
export async function untilMe(fits: (me: Me | null) => boolean): Promise<void> {
  const until = Date.now() + longestMs
  do {
    // Not by `ok`: here "signed out" is an answer like any other.
    const answer = await client.GET('/api/me').catch(() => null)
    if (answer && fits(answer.data ?? null)) return
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  } while (Date.now() < until)
}
