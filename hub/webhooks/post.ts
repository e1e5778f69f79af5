/** One signed request to one receiver, and what came of it in words. Never throws for what the receiver does. */
import { EgressFailure } from '../../platform/egress/index.ts'
import type { App } from '../app.ts'
import { retryAfterMs } from './backoff.ts'
import { signedHeaders } from './sign.ts'
import { privateWords } from './url.ts'

export type Outcome = {
  /** HTTP status; null when there was no answer. */
  status: number | null
  words: string
  durationMs: number
  /** What the receiver asked for, in milliseconds; 0 when it asked for nothing. */
  retryAfterMs: number
}

export type Message = { url: string; secrets: readonly string[]; id: string; body: string }

/** Over the whole exchange. */
export const timeoutMs = 15_000
const mostAnswerBytes = 65_536

export const accepted = (outcome: Outcome): boolean =>
  outcome.status !== null && outcome.status >= 200 && outcome.status < 300

/** Posts over egress: no redirects, 15 s, and an answer of up to 64 kB that nobody reads. */
export async function post(app: App, message: Message): Promise<Outcome> {
  const started = performance.now()
  const took = () => Math.round(performance.now() - started)
  try {
    const answer = await app.egress.http(message.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Trunkline-Webhooks/1',
        ...signedHeaders(message.secrets, message, app.clock.now()),
      },
      body: message.body,
      timeoutMs,
      maxBytes: mostAnswerBytes,
    })
    const wait = retryAfterMs(answer.headers['retry-after'], app.clock.now())
    return {
      status: answer.status,
      words: wordsOf(answer.status),
      durationMs: took(),
      retryAfterMs: wait,
    }
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error
    const words = error.forbidden ? privateWords : error.message
    return { status: null, words: words.slice(0, 500), durationMs: took(), retryAfterMs: 0 }
  }
}

function wordsOf(status: number): string {
  if (status >= 300 && status < 400) {
    return `answered ${status}: redirects are not followed, enter the final address`
  }
  if (status === 410) return 'answered 410: it wants no more deliveries'
  return `answered ${status}`
}
