/** What a verb returned -> what is sent. */
import type { Request, Response } from 'express'
import { type Hidden, mask } from '../identity/masking.ts'
import type { Endpoint, RawAnswer } from './endpoint.ts'
import { nextLink } from './links.ts'

/** An answer as it goes over the wire; `body` is JSON, or null for 204. */
export type Answer = { status: number; body: string | null; next: string | null }

/** Checks what the verb returned against what the route promises. */
export function answerOf(route: Endpoint, returned: unknown): Answer {
  const { answer, status } = route.schemas
  if (!answer) return { status: 204, body: null, next: null }
  const checked = answer.parse(returned)
  return { status: status ?? 200, body: JSON.stringify(checked), next: cursorIn(checked) }
}

/** The same without what this person may not see. */
export const masked = (answer: Answer, hidden: Hidden | null): Answer =>
  hidden && answer.body !== null
    ? { ...answer, body: JSON.stringify(mask(JSON.parse(answer.body), hidden)) }
    : answer

const cursorIn = (answer: unknown): string | null => {
  const { next } = (answer ?? {}) as { next?: unknown }
  return typeof next === 'string' ? next : null
}

export function sendAnswer({ status, body, next }: Answer, req: Request, res: Response): void {
  if (next !== null && req.method === 'GET') res.set('Link', nextLink(req.originalUrl, next))
  res.status(status)
  if (body === null) res.end()
  else res.type('application/json').send(body)
}

export function sendRaw(answer: RawAnswer, res: Response): void {
  if ('redirectTo' in answer) res.redirect(302, answer.redirectTo)
  else res.set({ 'Content-Type': answer.contentType, ...answer.headers }).send(answer.bytes)
}
