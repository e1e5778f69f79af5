/** One HTTP request with any headers at all, as a browser would not let a page send it, and its answer. */
import { Agent, request } from 'undici'
import type { Random } from '../chaos/random.ts'

export type Asked = {
  method?: string
  headers?: Record<string, string>
  /** Sent as JSON, with its content type. */
  json?: unknown
  /** Sent as it is. */
  body?: string
}

export type Said = {
  status: number
  text: string
  headers: Record<string, string | string[] | undefined>
  /** What the answer's Set-Cookie lines make of a browser's Cookie header. */
  cookie: string
}

const agent = new Agent({ connections: 200, headersTimeout: 20_000, bodyTimeout: 20_000 })

export async function ask(url: string, asked: Asked = {}): Promise<Said> {
  const { method = 'GET', headers = {}, json } = asked
  const answer = await request(url, {
    dispatcher: agent,
    method: method.toUpperCase() as 'GET',
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: json === undefined ? (asked.body ?? null) : JSON.stringify(json),
  })
  return {
    status: answer.statusCode,
    text: await answer.body.text(),
    headers: answer.headers,
    cookie: cookieOf(answer.headers['set-cookie']),
  }
}

const cookieOf = (lines: string | string[] | undefined) =>
  [lines ?? []]
    .flat()
    .map(line => line.split(';')[0] ?? '')
    .join('; ')

/** The answer's words without what differs from call to call. */
export const wordsOf = ({ status, text }: Said): string =>
  `${status} ${text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":""')}`

export type SignInFrom = { headers?: Record<string, string> }

/** A try at a password; the origin is the product's own, as its page sends it. */
export const trySignIn = (
  url: string,
  email: unknown,
  password: unknown,
  { headers = {} }: SignInFrom = {},
): Promise<Said> =>
  ask(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: url, ...headers },
    json: { email, password },
  })

/** Whose session or key this is: the answer of /api/me. */
export const whoAmI = (url: string, headers: Record<string, string>): Promise<Said> =>
  ask(`${url}/api/me`, { headers })

/** A client somewhere, as a proxy reports it: calls are counted by address, and this is about something else. */
export const somewhere = (random: Random): Record<string, string> => ({
  'x-forwarded-for': `198.18.${random.whole(0, 255)}.${random.whole(1, 254)}`,
})
