/** The product's API as a signed-in person's browser uses it. */
import type { SignIn } from './app-process.ts'

export type Answer = { status: number; body: unknown }

export type Desk = {
  /** What a browser of theirs sends along. */
  cookie: string
  /** Status 0 when there was no answer: refused, reset, or nothing within ten seconds. */
  call(method: string, path: string, body?: unknown): Promise<Answer>
}

export async function signIn(url: string, who: SignIn): Promise<Desk> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(who),
  })
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
  const cookie = answer.headers
    .getSetCookie()
    .map(each => each.split(';')[0])
    .join('; ')
  return { cookie, call: (method, path, body) => call(`${url}${path}`, cookie, method, body) }
}

async function call(url: string, cookie: string, method: string, body: unknown): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : null }
  } catch {
    return { status: 0, body: null }
  }
}

/** The body of a 2xx, or an error with the words of whatever else came. */
export function mustBe<T>(what: string, answer: Answer): T {
  if (answer.status >= 200 && answer.status < 300) return answer.body as T
  throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
}
