/** Another site's page, with this person's cookie: it changes nothing, hears nothing and opens no socket. */
import { documentedRoutes } from '../../hub/web/documented.ts'
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { connectLive } from '../live.ts'
import { ask, type Said, wordsOf } from './doors-ask.ts'
import type { Doors } from './doors-scene.ts'
import { fingerprint } from './rows-of.ts'
import type { RouteInput } from './sample.ts'
import { nameOf, ownInput } from './samples.ts'
import type { TenantWorld } from './tenant-world.ts'

/** What a browser sends along when the page is not ours. */
const foreign: Record<string, (url: string) => Record<string, string>> = {
  'a foreign origin': () => ({ origin: 'https://elsewhere.example' }),
  'a foreign origin with our cookie and fetch metadata': () => ({
    origin: 'https://elsewhere.example',
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'cors',
  }),
  'an origin of null (a sandboxed frame, a data: page)': () => ({ origin: 'null' }),
  'an empty origin': () => ({ origin: '' }),
  'no origin, but from another site by fetch metadata': () => ({ 'sec-fetch-site': 'cross-site' }),
  'our host at another port': url => ({ origin: `${new URL(url).protocol}//${new URL(url).hostname}:1` }),
  'our host as the beginning of another': url => ({ origin: `${url}.elsewhere.example` }),
  'our host as the name of a subdomain': url => ({ origin: url.replace('//', '//elsewhere.') }),
  'our host as a user name': url => ({ origin: `http://${new URL(url).host}@elsewhere.example` }),
}

const isChange = (route: Endpoint) => route.method !== 'get'

export async function proveSites(doors: Doors): Promise<void> {
  const { at, checks } = doors
  const routes = [...documentedRoutes, ...at.routes]
  const changing = routes.filter(isChange)
  checks.step(`${changing.length} changing routes x ${Object.keys(foreign).length} ways of another site`)
  await unchanged(doors, 'pages of other sites', async () => {
    const refusal = await wordsOfRefusal(doors)
    for (const route of changing) {
      for (const [what, headers] of Object.entries(foreign)) {
        const answer = await send(doors, route, headers(at.url))
        checks.same(`${nameOf(route)} from ${what}`, refusal, wordsOf(answer))
      }
    }
  })
  await unchanged(doors, 'keys that are none', () => proveKeyBeside(doors, changing))
  await unchanged(doors, 'preflights', () => provePreflights(doors, routes))
  await proveReads(
    doors,
    routes.filter(route => !isChange(route)),
  )
  await unchanged(doors, 'forms', () => proveForms(doors, changing))
  await unchanged(doors, 'method overrides', () => proveOverrides(doors, routes))
  await proveSockets(doors)
  await proveStillOpen(doors)
}

/** Programs with a key come from anywhere; saying so beside a cookie does not make the cookie count. */
async function proveKeyBeside(doors: Doors, changing: Endpoint[]): Promise<void> {
  const keys = [`Bearer tl_abcdefgh_${'A'.repeat(43)}`, 'Bearer ', 'Bearer x']
  // A public route asks for neither: there is nothing of this person's to ride on.
  const closed = changing.filter(route => route.permission !== 'public')
  doors.checks.step(`${closed.length} changing routes x ${keys.length} keys that are none beside the cookie`)
  for (const route of closed) {
    for (const authorization of keys) {
      const { status } = await send(doors, route, { origin: 'https://elsewhere.example', authorization })
      const refused = status >= 400 && status <= 499
      doors.checks.holds(`${nameOf(route)} with "${authorization}"`, refused, 'refused with 4xx', status)
    }
  }
}

/** How another site is refused, to be told from the refusals of rights: on a route the admin may call. */
async function wordsOfRefusal({ at, mine, checks }: Doors): Promise<string> {
  const url = `${at.url}/api/conversations/${mine.ids.conversation}/read`
  const answer = await ask(url, {
    method: 'POST',
    headers: { cookie: mine.admin.cookie, origin: 'https://elsewhere.example' },
    json: { inboundCount: 1 },
  })
  checks.same('a route the admin may call, from another site', 403, answer.status)
  return wordsOf(answer)
}

/** A sample that fits where there is one; without it the refusal must come all the same. */
function inputOf(route: Endpoint, world: TenantWorld): RouteInput {
  const input = ownInput(route, world)
  if (typeof input !== 'string') return input
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '')
  const params = Object.fromEntries(names.map(name => [name, world.ids.conversation]))
  return { params, ...(route.schemas.body ? { body: {} } : {}) }
}

/** The route with input that fits and the admin's cookie, so that nothing else refuses it. */
async function send(
  { at, mine }: Doors,
  route: Endpoint,
  headers: Record<string, string>,
  more: { method?: string; body?: string; query?: string } = {},
): Promise<Said> {
  const input = inputOf(route, mine)
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => input.params[name] ?? '')
  const url = `${at.url}${path}${more.query ?? ''}`
  const method = more.method ?? route.method
  const all = { cookie: mine.admin.cookie, ...headers }
  if (more.body !== undefined) return ask(url, { method, headers: all, body: more.body })
  return ask(url, { method, headers: all, ...(input.body && method !== 'get' ? { json: input.body } : {}) })
}

/** A browser asks before it sends what a form cannot: no site is told yes. */
async function provePreflights(doors: Doors, routes: Endpoint[]): Promise<void> {
  doors.checks.step(`${routes.length} preflights from another site`)
  for (const route of routes) {
    const answer = await send(
      doors,
      route,
      {
        origin: 'https://elsewhere.example',
        'access-control-request-method': route.method.toUpperCase(),
        'access-control-request-headers': 'content-type',
      },
      { method: 'options', body: '' },
    )
    const allowed = Object.keys(answer.headers).filter(name => name.startsWith('access-control-allow'))
    doors.checks.same(`${nameOf(route)} preflight: what is allowed`, '', allowed.join(' '))
  }
}

/** A page of another site may send a read, and is not shown what it brings. */
async function proveReads(doors: Doors, reading: Endpoint[]): Promise<void> {
  doors.checks.step(`${reading.length} reads from another site`)
  for (const route of reading) {
    const read = await send(doors, route, { origin: 'https://elsewhere.example' })
    const open = read.headers['access-control-allow-origin'] ?? 'nobody'
    doors.checks.same(`${nameOf(route)}: who else may read it`, 'nobody', String(open))
  }
}

const formTypes = [
  'text/plain',
  'text/plain; charset=application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
]

/** What a plain HTML form can send is not JSON, whoever sends it. */
async function proveForms(doors: Doors, changing: Endpoint[]): Promise<void> {
  const taking = changing.filter(route => route.schemas.body)
  doors.checks.step(`${taking.length} routes with a body x ${formTypes.length} content types of forms`)
  for (const route of taking) {
    const body = JSON.stringify(inputOf(route, doors.mine).body)
    for (const type of formTypes) {
      const headers = { origin: doors.at.url, ...(type ? { 'content-type': type } : {}) }
      const { status } = await send(doors, route, headers, { body })
      const refused = status >= 400 && status <= 499
      doors.checks.holds(`${nameOf(route)} as "${type}"`, refused, 'refused with 4xx', status)
    }
  }
}

const overrideHeaders = ['x-http-method-override', 'x-http-method', 'x-method-override', '_method']

/** The method is the one on the request line; what wishes for another is not heard. */
async function proveOverrides(doors: Doors, routes: Endpoint[]): Promise<void> {
  const { checks } = doors
  const names = new Set(routes.map(nameOf))
  const changing = routes.filter(isChange)
  checks.step(`${changing.length} routes by a method override`)
  for (const route of changing) {
    for (const method of ['get', 'post']) {
      // With a route of that method there, its answer says nothing; the rows still do.
      if (method === route.method || (method === 'post' && names.has(`post ${route.path}`))) continue
      const wish = Object.fromEntries(overrideHeaders.map(name => [name, route.method.toUpperCase()]))
      const query = `?_method=${route.method.toUpperCase()}`
      const answer = await send(doors, route, wish, { method, query })
      // A file is answered by a redirect to its bytes.
      const expected = names.has(`${method} ${route.path}`) ? [200, 302, 403, 404, 422] : [404, 405]
      checks.holds(
        `${nameOf(route)} by ${method} and an override`,
        expected.includes(answer.status),
        expected.join(' or '),
        answer.status,
      )
    }
  }
}

async function proveSockets({ at, mine, checks }: Doors): Promise<void> {
  const { cookie } = mine.admin
  checks.step(`sockets from ${Object.keys(foreign).length} other places`)
  for (const [what, headers] of Object.entries(foreign)) {
    const { origin } = headers(at.url)
    if (!origin) continue
    checks.same(`a socket from ${what}`, 'wrong-origin', await socketAnswer(at.url, cookie, origin))
  }
  checks.same('a socket without a cookie', 'signed-out', await socketAnswer(at.url, '', at.url))
  checks.same('a socket of our own page', 'connected', await socketAnswer(at.url, cookie, at.url))
  const polling = await ask(`${at.url}/socket.io/?EIO=4&transport=polling`, { headers: { cookie } })
  checks.same('a socket by polling', 400, polling.status)
}

const socketAnswer = (url: string, cookie: string, origin: string): Promise<string> =>
  connectLive(url, cookie, origin).then(
    socket => {
      socket.close()
      return 'connected'
    },
    (error: Error) => error.message,
  )

/** The cookie is still good, and our own page may still change things: it was the place that was refused. */
async function proveStillOpen(doors: Doors): Promise<void> {
  const { at, checks } = doors
  const route = at.routes.find(each => nameOf(each) === 'post /api/conversations/{id}/read')
  if (!route) return checks.same('our own page', 'a route to try', 'none')
  const { status } = await send(doors, route, { origin: at.url, 'sec-fetch-site': 'same-origin' })
  checks.holds('our own page', status >= 200 && status <= 299, 'let through', status)
}

/** Neither a row of the tenant nor one above tenants is other than before. */
async function unchanged({ at, mine, checks }: Doors, by: string, work: () => Promise<void>): Promise<void> {
  const look = async () => {
    await at.intake.settled()
    const found = await fingerprint(at.owner, mine.tenantId)
    for (const table of [
      'auth_users',
      'auth_accounts',
      'auth_sessions',
      'auth_passkeys',
      'auth_two_factors',
    ]) {
      const { rows } = await at.owner.query<{ hash: string }>(
        `SELECT md5(COALESCE(string_agg(t::text, ' ' ORDER BY t::text), '')) AS hash FROM ${table} t`,
      )
      found.set(table, rows[0]?.hash ?? '')
    }
    return found
  }
  const before = await look()
  await work()
  const after = await look()
  for (const [table, hash] of after) checks.same(`${table} after ${by}`, before.get(table) ?? '', hash)
}
