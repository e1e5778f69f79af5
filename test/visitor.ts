/** Somebody in front of the sign-in page: keeps cookies as a browser does, and gives back what was answered. */
export type Answered<T = Record<string, unknown>> = {
  status: number
  headers: Headers
  body: T
}

export type Visitor = {
  cookies: Map<string, string>
  /** As a Cookie header. */
  cookie(): string
  get<T = Record<string, unknown>>(path: string): Promise<Answered<T>>
  post<T = Record<string, unknown>>(path: string, body?: unknown): Promise<Answered<T>>
  /** Whether the API takes them for somebody. */
  isIn(): Promise<boolean>
}

/** `headers` go along with every request. Redirects are given back, not followed. */
export function visitor(url: string, headers: Record<string, string> = {}): Visitor {
  const cookies = new Map<string, string>()
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  async function call<T>(method: string, path: string, body?: unknown): Promise<Answered<T>> {
    const answer = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        ...(cookies.size > 0 ? { cookie: cookie() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const set of answer.headers.getSetCookie()) keep(cookies, set)
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: parse(text) as T }
  }
  return {
    cookies,
    cookie,
    get: path => call('GET', path),
    post: (path, body = {}) => call('POST', path, body),
    isIn: async () => (await call('GET', '/api/me')).status === 200,
  }
}

function keep(cookies: Map<string, string>, set: string): void {
  const [pair = ''] = set.split(';')
  const name = pair.slice(0, pair.indexOf('='))
  if (/max-age=0/i.test(set)) cookies.delete(name)
  else cookies.set(name, pair.slice(pair.indexOf('=') + 1))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
