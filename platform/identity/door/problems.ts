/** The identity library's errors -> the problem documents every other route answers with. */
import { requestIdHeader } from '../account-trail.ts'

type Said = { message?: unknown; code?: unknown; [more: string]: unknown }

/** Leaves everything but JSON errors as it is. */
export async function asProblem(response: Response, request: Request): Promise<Response> {
  if (response.status < 400) return response
  const said = (await response
    .clone()
    .json()
    .catch(() => null)) as Said | null
  const { message, code, ...more } = said ?? {}
  const headers = new Headers(response.headers)
  headers.set('content-type', 'application/problem+json; charset=utf-8')
  headers.delete('content-length')
  const problem = {
    type: 'about:blank',
    title: titles[response.status] ?? 'Not possible',
    status: response.status,
    detail: typeof message === 'string' && message !== '' ? message : 'This did not work. Please try again.',
    requestId: request.headers.get(requestIdHeader) ?? '',
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof more.retryAfter === 'number' ? { retryAfter: more.retryAfter } : {}),
  }
  return new Response(JSON.stringify(problem), { status: response.status, headers })
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Please sign in',
  403: 'Not allowed',
  404: 'Not found',
  415: 'Wrong content type',
  422: 'Invalid input',
  429: 'Too many requests',
  500: 'Something went wrong here',
  502: 'The other side did not answer',
}
