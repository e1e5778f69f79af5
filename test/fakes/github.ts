/** GitHub's sign-in as an Enterprise server has it on loopback: authorize, access token with PKCE, the person and addresses. */
import { createHash, randomUUID } from 'node:crypto'
import { type FakeAnswer, type FakeRequest, type Ledger, startFakeServer } from './fake-server.ts'

export type GithubPerson = {
  id: number
  login: string
  emails: { email: string; primary: boolean; verified: boolean }[]
}

export type GithubFake = {
  url: string
  /** Every code that was exchanged for a token. */
  ledger: Ledger<{ code: string; login: string }>
  person: GithubPerson
  stop(): Promise<void>
}

type Options = { clientId: string; clientSecret: string; person: GithubPerson }

export async function startGithubFake(options: Options): Promise<GithubFake> {
  const grants = new Map<string, { challenge: string; person: GithubPerson }>()
  const tokens = new Map<string, GithubPerson>()
  const ledger: GithubFake['ledger'] = []

  function authorize({ query }: FakeRequest): FakeAnswer {
    if (query.get('client_id') !== options.clientId) return { status: 404 }
    const code = randomUUID()
    grants.set(code, { challenge: query.get('code_challenge') ?? '', person: fake.person })
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { location: back.toString() } }
  }

  function exchange({ json }: FakeRequest): FakeAnswer {
    const given = json as Record<string, string>
    const grant = grants.get(given.code ?? '')
    grants.delete(given.code ?? '')
    const challenge = createHash('sha256')
      .update(given.code_verifier ?? '')
      .digest('base64url')
    const right =
      given.client_id === options.clientId &&
      given.client_secret === options.clientSecret &&
      grant?.challenge === challenge
    // GitHub answers 200 to a wrong code as well.
    if (!grant || !right) return { status: 200, json: { error: 'bad_verification_code' } }
    const token = randomUUID()
    tokens.set(`Bearer ${token}`, grant.person)
    ledger.push({ at: new Date(), code: given.code ?? '', login: grant.person.login })
    return { status: 200, json: { access_token: token, token_type: 'bearer', scope: 'read:user,user:email' } }
  }

  function asPerson(request: FakeRequest, show: (person: GithubPerson) => unknown): FakeAnswer {
    const person = tokens.get(request.headers.authorization ?? '')
    return person
      ? { status: 200, json: show(person) }
      : { status: 401, json: { message: 'Bad credentials' } }
  }

  const routes: Record<string, (request: FakeRequest) => FakeAnswer> = {
    'GET /login/oauth/authorize': authorize,
    'POST /login/oauth/access_token': exchange,
    'GET /api/v3/user': request => asPerson(request, ({ id, login }) => ({ id, login, name: null })),
    'GET /api/v3/user/emails': request => asPerson(request, person => person.emails),
  }
  const server = await startFakeServer(
    request => routes[`${request.method} ${request.path}`]?.(request) ?? { status: 404 },
  )
  const fake: GithubFake = { url: server.url, ledger, person: options.person, stop: server.stop }
  return fake
}
