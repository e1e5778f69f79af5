/** Errors as RFC 9457 problem documents. Refusals speak; bugs are logged with their stack and say only their id. */
import type { Response } from 'express'
import type { Log } from '../log.ts'
import { Refusal, refusals } from '../refusal.ts'

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Please sign in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'Invalid input',
  429: 'Too many requests',
  500: 'Something went wrong here',
  502: 'The other side did not answer',
  503: 'Not available right now',
}

export type Problem = { status: number; detail: string; more?: Record<string, unknown> }

/** Sends one problem document with its request id. */
export function sendProblem(res: Response, problem: Problem): void {
  const requestId = String(res.locals.requestId ?? '')
  if (problem.status === 401) res.set('WWW-Authenticate', 'Cookie, Bearer')
  const wait = problem.more?.retryAfterSeconds
  if (typeof wait === 'number') res.set('Retry-After', String(wait))
  res
    .status(problem.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: titles[problem.status] ?? 'Error',
        status: problem.status,
        detail: problem.detail,
        requestId,
        ...problem.more,
      }),
    )
}

type BodyParserError = Error & { type?: string; status?: number }

/** Turns whatever was thrown into a problem. Database outages are 503 so that callers try again. */
export function toProblem(error: unknown, log: Log, requestId: string): Problem {
  if (error instanceof Refusal)
    return { status: refusals[error.kind], detail: error.message, more: error.more }
  const parser = error as BodyParserError
  if (parser.type === 'entity.too.large')
    return { status: 413, detail: 'The body is larger than this route takes.' }
  if (parser.type === 'entity.parse.failed') return { status: 400, detail: 'The body is not valid JSON.' }
  if (parser.status === 400 || parser.status === 415) return { status: parser.status, detail: parser.message }
  if (isDatabaseAway(error)) {
    log.warn({ requestId, err: error }, 'database away')
    return { status: 503, detail: 'The database is not available right now. Please try again.' }
  }
  log.error({ requestId, err: error }, 'unexpected error')
  return { status: 500, detail: `Please try again. If it stays, tell us this id: ${requestId}` }
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '53300',
])

/** Whether an error means that the database cannot be reached or is restarting. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  if (code && awayCodes.has(code)) return true
  return /Connection terminated|timeout exceeded when trying to connect|server closed the connection|not queryable/i.test(
    message ?? '',
  )
}
