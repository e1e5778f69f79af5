/** One request, as a page makes it, and its answer in a form that can be compared. */
import type { Endpoint } from '../../platform/http/endpoint.ts'
import type { RouteInput } from './sample.ts'

export type Answer = { status: number; text: string }

export async function callRoute(
  url: string,
  asker: string | null | { cookie: string | null; key?: string },
  route: Endpoint,
  input: RouteInput,
): Promise<Answer> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(input.params[name] ?? ''),
  )
  const query = input.query ? `?${new URLSearchParams(input.query)}` : ''
  const { cookie, key } =
    asker === null || typeof asker === 'string' ? { cookie: asker } : { key: undefined, ...asker }
  const answer = await fetch(`${url}${path}${query}`, {
    redirect: 'manual',
    method: route.method.toUpperCase(),
    headers: {
      origin: url,
      ...(cookie ? { cookie } : {}),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(input.body ? { 'content-type': 'application/json' } : {}),
    },
    ...(input.body ? { body: JSON.stringify(input.body) } : {}),
    ...(route.schemas.takesBytes ? { body: 'a file' } : {}),
    signal: AbortSignal.timeout(20_000),
  })
  return { status: answer.status, text: await answer.text() }
}

/** Differs from call to call without telling anything: numbers that count up, and what is made anew. */
const moving = new Set(['requestId', 'seq', 'lastSeq', 'number', 'hookUrl', 'account', 'phoneNumberId'])

/** The answer with the given id, what is moving, and all moments left out. */
export function comparable({ status, text }: Answer, given: string): string {
  const plain = text.replaceAll(given, '(id)')
  try {
    const body = JSON.stringify(JSON.parse(plain), (key, value) => (moving.has(key) ? '(moving)' : value))
    return `${status} ${body.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, '(time)')}`
  } catch {
    return `${status} ${plain}`
  }
}
