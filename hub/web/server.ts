/** The web server: provider hooks ahead of everything, then health, sign-in, the API, and the pages. */
import { createServer, type Server } from 'node:http'
import { toNodeHandler } from 'better-auth/node'
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import type { Endpoint } from '../../platform/http/endpoint.ts'
import { openApiDocument } from '../../platform/http/openapi.ts'
import { sendProblem, toProblem } from '../../platform/http/problem.ts'
import { routerOf } from '../../platform/http/routes.ts'
import type { Auth } from '../../platform/identity/auth.ts'
import type { Identities } from '../../platform/identity/who-is.ts'
import type { App } from '../app.ts'
import { createHookHandler } from '../intake/hooks.ts'
import type { Intake } from '../intake/intake.ts'
import { documentedRoutes } from './documented.ts'
import { guard } from './guard.ts'
import { createMetrics } from './metrics.ts'

export type WebParts = {
  app: App
  intake: Intake
  auth: Auth
  whoIs: Identities
  routes: Endpoint[]
  /** SvelteKit's handler; absent where only the API is wanted. */
  pages?: RequestHandler | undefined
  /** False once a shutdown has begun: load balancers stop sending. */
  ready(): boolean
}

export function createWebServer(parts: WebParts): Server {
  const hooks = createHookHandler(parts.app, parts.intake)
  const server = expressOf(parts)
  return createServer((req, res) => {
    if (req.url?.startsWith('/hooks/')) void hooks(req, res)
    else server(req, res)
  })
}

function expressOf(parts: WebParts): Express {
  const { app } = parts
  const server = express()
  const metrics = createMetrics(() => app)
  guard(server, { trustProxy: app.config.TRUST_PROXY, https: app.config.publicUrl.startsWith('https://') })
  server.use(metrics.time)
  health(server, parts)
  server.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  server.post('/api/auth/sign-out', (req, _res, next) => {
    endSession(parts, req).then(() => next(), next)
  })
  server.all('/api/auth/{*path}', toNodeHandler(parts.auth))
  const document = openApiDocument([...documentedRoutes, ...parts.routes], app.config.publicUrl)
  server.get('/api/openapi.json', (_req, res) => void res.json(document))
  server.use(routerOf(parts.routes, { db: app.db, whoIs: parts.whoIs, operatorIs: parts.whoIs.operatorIs }))
  server.use('/api', (_req, res) =>
    sendProblem(res, { status: 404, detail: 'There is no such route; see /docs/api.' }),
  )
  if (parts.pages) server.use(parts.pages)
  server.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    sendProblem(res, toProblem(error, app.log, String(res.locals.requestId)))
  })
  return server
}

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
