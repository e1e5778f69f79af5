/** The one way to the server. Every call either returns its data or throws a Failure with words for people. */
import createClient from 'openapi-fetch'
import { say } from '../words/say.ts'
import type { paths } from './schema.ts'

/** `status` is 0 when the server could not be reached at all. */
export class Failure extends Error {
  readonly status: number
  readonly body: unknown
  constructor(status: number, words: string, body?: unknown) {
    super(words)
    this.status = status
    this.body = body
  }
  /** Nothing is known about whether the server got the request: the same id may be sent again. */
  get isNetwork(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

/** What any thrown thing says to people. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : say`Something went wrong. Please try again.`
}

const longestMs = 20_000

async function patientFetch(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(longestMs)]) })
  } catch {
    throw new Failure(0, say`The server cannot be reached right now.`)
  }
}

export const client = createClient<paths>({ baseUrl: '', fetch: patientFetch })

type Problem = { title?: string; detail?: string; message?: string; errors?: { detail: string }[] }

function wordsIn(problem: Problem | undefined, status: number): string {
  const first = problem?.detail ?? problem?.message ?? problem?.title
  // Often the detail is the first field's words already, with or without saying which field.
  const fields = problem?.errors?.map(error => error.detail).filter(words => !first?.endsWith(words))
  return [first ?? say`The server answered ${status}.`, ...(fields ?? [])].join(' ')
}

let onSignedOut = () => {}
/** Called whenever the server says that nobody is signed in. */
export function whenSignedOut(run: () => void): void {
  onSignedOut = run
}

let onBarred = (_reason: string, _words: string) => {}
/** Called whenever the server refuses everything for one reason: `suspended`, or a `second-factor` that is missing. */
export function whenBarred(run: (reason: string, words: string) => void): void {
  onBarred = run
}

/** Why everything is refused just now, if that is what was thrown. */
export function barReason(error: unknown): string | null {
  if (!(error instanceof Failure) || error.status !== 403) return null
  const { reason } = (error.body ?? {}) as { reason?: unknown }
  return typeof reason === 'string' ? reason : null
}

/** Unwraps an answer; a problem document becomes a Failure that says its detail. */
export async function ok<D>(answer: Promise<{ data?: D; error?: unknown; response: Response }>): Promise<D> {
  const { data, error, response } = await answer
  if (response.ok) return data as D
  if (response.status === 401) onSignedOut()
  const problem = typeof error === 'object' && error !== null ? (error as Problem) : undefined
  const failure = new Failure(response.status, wordsIn(problem, response.status), error)
  const reason = barReason(failure)
  if (reason) onBarred(reason, failure.message)
  throw failure
}
