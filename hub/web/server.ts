/** The web server: provider hooks ahead of everything, then health, sign-in, the API, and the pages. */
import { createServer, type Server } from 'node:http'
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import type { Config } from '../../platform/config.ts'
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { openApiDocument } from '../../platform/http/openapi.ts'
import { sendProblem, toProblem } from '../../platform/http/problem.ts'
import { createRateLimit, type Limits, usualLimits } from '../../platform/http/rate-limit.ts'
import { type RouteDeps, routerOf } from '../../platform/http/routes.ts'
import { comesWithKey, createKeyIs } from '../../platform/identity/api-keys.ts'
import type { Auth } from '../../platform/identity/auth.ts'
import { hashToken, isToken } from '../../platform/identity/tokens.ts'
import type { Identities } from '../../platform/identity/who-is.ts'
import type { App } from '../app.ts'
import { createFileHandler } from '../attachments/serve-file.ts'
import { createHookHandler } from '../intake/hooks.ts'
import type { Intake } from '../intake/intake.ts'
import { mountSignIn } from '../sign-in/door.ts'
import { documentedRoutes } from './documented.ts'
import { guard, noPage, pagesFollow } from './guard.ts'
import { createMetrics } from './metrics.ts'

export type WebParts = {
  app: App
  intake: Intake
  auth: Auth
  whoIs: Identities
  routes: Endpoint[]
  /** Calls a minute; the usual ones when absent. */
  limits?: Limits | undefined
  /** SvelteKit's handler; absent where only the API is wanted. */
  pages?: RequestHandler | undefined
  /** False once a shutdown has begun: load balancers stop sending. */
  ready(): boolean
}

export function createWebServer(parts: WebParts): Server {
  const hooks = createHookHandler(parts.app, parts.intake)
  const server = expressOf(parts)
  return createServer((req, res) => {
    if (req.url?.startsWith('/hooks/')) {
      noPage(res)
      void hooks(req, res)
    } else server(req, res)
  })
}

function expressOf(parts: WebParts): Express {
  const { app } = parts
  const server = express()
  const metrics = createMetrics(() => app)
  guard(server, { trustProxy: app.config.TRUST_PROXY, https: app.config.publicUrl.startsWith('https://') })
  server.use(metrics.time)
  health(server, parts)
  server.get('/metrics', async (req, res) => {
    if (!mayMeasure(app.config, req.headers.authorization)) {
      return sendProblem(res, { status: 404, detail: 'There is nothing here.' })
    }
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  server.get('/files/:token', createFileHandler(app))
  server.post('/api/auth/sign-out', (req, _res, next) => {
    endSession(parts, req).then(() => next(), next)
  })
  mountSignIn(server, parts.auth)
  const document = openApiDocument([...documentedRoutes, ...parts.routes], app.config.publicUrl)
  server.get('/api/openapi.json', (_req, res) => void res.json(document))
  server.use(routerOf(parts.routes, routeDeps(parts)))
  server.use('/api', (_req, res) =>
    sendProblem(res, { status: 404, detail: 'There is no such route; see /docs/api.' }),
  )
  if (parts.pages) server.use(pagesFollow, parts.pages)
  server.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    if (!res.headersSent) noPage(res)
    sendProblem(res, toProblem(error, app.log, String(res.locals.requestId)))
  })
  return server
}

/** Numbers about everyone are not for everyone: in production they need a token of their own. */
function mayMeasure(
  { METRICS_TOKEN: token, production }: Config,
  authorization: string | undefined,
): boolean {
  if (token === undefined) return !production
  return isToken((authorization ?? '').replace(/^Bearer /, ''), hashToken(token))
}

/** A request that comes with a key acts by it alone; only people, with their cookies, own installations and open sockets. */
function routeDeps({ app, whoIs, limits }: WebParts): RouteDeps {
  const keyIs = createKeyIs(app.db, app.clock, error =>
    app.log.warn({ err: error }, 'use of a key not noted'),
  )
  const inTests = app.config.NODE_ENV === 'test'
  return {
    db: app.db,
    whoIs: headers => (comesWithKey(headers) ? keyIs(headers) : whoIs(headers)),
    operatorIs: async headers => (comesWithKey(headers) ? null : whoIs.operatorIs(headers)),
    limit: createRateLimit(limits ?? (inTests ? limitsInTests : usualLimits)),
    fingerprintSecret: app.secrets.derive('idempotency fingerprints'),
  }
}

/** Proofs and measurements ask thousands of times a minute as one person. */
const limitsInTests: Limits = { member: 1_000_000, key: 1_000_000, address: 1_000_000 }

function health(server: Express, { app, ready }: WebParts): void {
  server.get('/livez', (_req, res) => void res.type('text/plain').send('ok\n'))
  server.get('/readyz', async (_req, res) => {
    const database = await app.db.ping()
    const ok = ready() && database
    res
      .status(ok ? 200 : 503)
      .type('text/plain')
      .send(ok ? 'ok\n' : database ? 'shutting down\n' : 'the database does not answer\n')
  })
}

/** Signing out ends the sockets of the session too. */
async function endSession({ app, whoIs }: WebParts, req: Request): Promise<void> {
  const who = await whoIs(req.headers)
  if (req.headers.cookie) whoIs.forget(req.headers.cookie)
  if (who) app.live.endSession(who.sessionId)
}
