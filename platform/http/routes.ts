/** Endpoints -> Express: who asks, whether they may, whether the input fits, one transaction, a checked answer. */
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import type { Db, Tx } from '../../db/client.ts'
import { actAs } from '../audit/actor.ts'
import { audit, isAudited } from '../audit/audit.ts'
import { may, type Who } from '../identity/who.ts'
import type { Headers, Operator, WhoIs } from '../identity/who-is.ts'
import { Refusal } from '../refusal.ts'
import { memberActor, operatorActor, originOf } from './actors.ts'
import type { Endpoint, RawAnswer } from './endpoint.ts'

export type RouteDeps = {
  db: Db
  /** The member behind this request's cookie or key, or null. */
  whoIs: WhoIs
  /** The owner of the installation behind it, or null. */
  operatorIs(headers: Headers): Promise<Operator | null>
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
  if (route.permission === 'public') return send(route, await route.verb(none, inputOf(route, req)), res)
  if (route.permission === 'platform') return servePlatform(route, deps, req, res)
  const who = await deps.whoIs(req.headers)
  if (!who) throw new Refusal('signed-out', 'Please sign in.')
  admit(who, route)
  const input = { ...inputOf(route, req), who }
  const answer = await actAs(memberActor(who, originOf(req, res)), () =>
    route.transaction
      ? deps.db.withTenant(who.tenantId, tx => auditedVerb(route, tx, input))
      : route.verb(none, input),
  )
  send(route, answer, res)
}

/** For verbs that have no transaction of ours. */
const none = undefined as never

async function servePlatform(route: Endpoint, deps: RouteDeps, req: Request, res: Response): Promise<void> {
  const operator = await deps.operatorIs(req.headers)
  if (!operator) {
    const who = await deps.whoIs(req.headers)
    if (!who) throw new Refusal('signed-out', 'Please sign in.')
    throw new Refusal('forbidden', 'This is for owners of the installation.')
  }
  const input = { ...inputOf(route, req), operator }
  const answer = await actAs(operatorActor(operator, originOf(req, res)), () =>
    route.verb(none, input as never),
  )
  send(route, answer, res)
}

/** Refuses what this person may not do now, in words that say what would help. */
function admit(who: Who, route: Endpoint): void {
  if (who.suspended !== null) {
    throw new Refusal('forbidden', `This provider is suspended: ${who.suspended}`, { reason: 'suspended' })
  }
  if (who.needs && route.permission !== 'signed-in') {
    throw new Refusal('forbidden', 'Set up a second factor first, under Security.', { reason: who.needs })
  }
  if (!may(who, route.permission)) {
    throw new Refusal('forbidden', `This needs the right "${route.permission}".`)
  }
}

/** A change that its verb did not describe is written down all the same: who, what and on what. */
async function auditedVerb(
  route: Endpoint,
  tx: Tx,
  input: Parameters<Endpoint['verb']>[1],
): Promise<unknown> {
  const answer = await route.verb(tx, input)
  if (route.method !== 'get' && !route.schemas.unaudited && !isAudited(tx)) {
    const { id } = (input.params ?? {}) as { id?: string }
    audit(tx, {
      action: route.permission,
      subject: { kind: route.path.split('/')[2] ?? 'api', id: id ?? null },
    })
  }
  return answer
}

function inputOf(route: Endpoint, req: Request) {
  return {
    params: read(route.schemas.params, req.params, 'missing'),
    query: read(route.schemas.query, req.query, 'invalid', '/query'),
    body: readBody(route, req),
  } as Parameters<Endpoint['verb']>[1]
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
