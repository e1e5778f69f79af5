/** Endpoints -> Express: who asks, whether they may, whether the input fits, one transaction, a checked answer. */
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import type { Db } from '../../db/client.ts'
import { may, type Who } from '../identity/who.ts'
import { Refusal } from '../refusal.ts'
import type { Endpoint, RawAnswer } from './endpoint.ts'

export type RouteDeps = {
  db: Db
  /** The member behind this request's cookie, or null. */
  whoIs(headers: Record<string, string | string[] | undefined>): Promise<Who | null>
}

const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** A router of all endpoints. */
export function routerOf(routes: Endpoint[], deps: RouteDeps): Router {
  const router = express.Router()
  const json = express.json({ limit: '1mb', strict: true, type: ['application/json'] })
  for (const route of routes) {
    router[route.method](expressPath(route.path), json, (req, res) => serve(route, deps, req, res))
  }
  return router
}

async function serve(route: Endpoint, deps: RouteDeps, req: Request, res: Response): Promise<void> {
  if (route.permission === 'public') return servePublic(route, req, res)
  const who = await deps.whoIs(req.headers)
  if (!who) throw new Refusal('signed-out', 'Please sign in.')
  if (!may(who, route.permission))
    throw new Refusal('forbidden', `This needs the right "${route.permission}".`)
  const input = {
    who,
    params: read(route.schemas.params, req.params, 'missing'),
    query: read(route.schemas.query, req.query, 'invalid', '/query'),
    body: readBody(route, req),
  }
  const answer = route.transaction
    ? await deps.db.withTenant(who.tenantId, tx => route.verb(tx, input))
    : await route.verb(undefined as never, input)
  send(route, answer, res)
}

async function servePublic(route: Endpoint, req: Request, res: Response): Promise<void> {
  const input = {
    query: read(route.schemas.query, req.query, 'invalid', '/query'),
    body: readBody(route, req),
  }
  send(route, await route.verb(undefined as never, input as never), res)
}

function readBody(route: Endpoint, req: Request): unknown {
  if (!route.schemas.body) return undefined
  if (req.body === undefined)
    throw new Refusal('invalid', 'Send a JSON body with Content-Type: application/json.')
  return read(route.schemas.body, req.body, 'invalid')
}

function read(schema: z.ZodType | undefined, value: unknown, kind: 'missing' | 'invalid', at = ''): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  // An id that is no id names nothing: the same answer as for an id that never was.
  if (kind === 'missing') throw new Refusal('missing', 'There is nothing here.')
  const errors = parsed.error.issues.map(issue => ({
    pointer: `${at}/${issue.path.join('/')}`,
    detail: issue.message,
  }))
  const first = errors[0]
  throw new Refusal('invalid', first ? `${first.pointer}: ${first.detail}` : 'The input does not fit.', {
    errors,
  })
}

function send(route: Endpoint, answer: unknown, res: Response): void {
  if (route.schemas.raw) {
    const { contentType, headers, bytes } = answer as RawAnswer
    res.set({ 'Content-Type': contentType, ...headers }).send(bytes)
    return
  }
  if (!route.schemas.answer) {
    res.status(204).end()
    return
  }
  res.status(route.schemas.status ?? 200).json(route.schemas.answer.parse(answer))
}
