/** Endpoints -> Express: who asks, whether they may, whether the input fits, one transaction, a checked answer. */
import express, { type Request, type Response, type Router } from 'express'
import type { Db, Tx } from '../../db/client.ts'
import { actAs } from '../audit/actor.ts'
import { audit, isAudited } from '../audit/audit.ts'
import { type Hidden, hiddenFrom } from '../identity/masking.ts'
import { may, type Who } from '../identity/who.ts'
import type { Headers, Operator, WhoIs } from '../identity/who-is.ts'
import { Refusal } from '../refusal.ts'
import { memberActor, operatorActor, originOf } from './actors.ts'
import { answerOf, masked, sendAnswer, sendRaw } from './answer.ts'
import type { Endpoint, RawAnswer } from './endpoint.ts'
import { idempotencyKeyOf, type Outcome, onceInTransaction, onceWaiting, useOf } from './idempotency.ts'
import { inputOf } from './input.ts'
import { memberCaller, operatorCaller, type RateLimit, strangerCaller } from './rate-limit.ts'

export type RouteDeps = {
  db: Db
  /** The member behind this request's cookie or key, or null. */
  whoIs: WhoIs
  /** The owner of the installation behind it, or null. */
  operatorIs(headers: Headers): Promise<Operator | null>
  limit: RateLimit
  /** Keys the fingerprints of requests that come with an Idempotency-Key. */
  fingerprintSecret: string
}

const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** A router of all endpoints. */
export function routerOf(routes: Endpoint[], deps: RouteDeps): Router {
  const router = express.Router()
  const json = express.json({ limit: '1mb', strict: true, type: ['application/json'] })
  for (const route of routes) {
    const parsers = route.schemas.takesBytes ? [] : [json]
    router[route.method](expressPath(route.path), ...parsers, (req, res) => serve(route, deps, req, res))
  }
  return router
}

async function serve(route: Endpoint, deps: RouteDeps, req: Request, res: Response): Promise<void> {
  const cost = route.schemas.cost ?? 1
  if (route.permission === 'public') {
    await deps.limit(strangerCaller(req), cost, res)
    idempotencyKeyOf(route, req)
    return send(route, { returned: await route.verb(none, inputOf(route, req)) }, req, res)
  }
  if (route.permission === 'platform') return servePlatform(route, deps, req, res)
  const who = await deps.whoIs(req.headers)
  await deps.limit(who ? memberCaller(who) : strangerCaller(req), cost, res)
  if (!who) throw new Refusal('signed-out', 'Please sign in.')
  admit(who, route)
  const outcome = await actAs(memberActor(who, originOf(req, res)), () => runVerb(route, deps, req, who))
  send(route, outcome, req, res, route.schemas.unmasked ? null : hiddenFrom(who))
}

/** For verbs that have no transaction of ours. */
const none = undefined as never

/** In one transaction where the route has one; once only where the caller named the request. */
async function runVerb(route: Endpoint, deps: RouteDeps, req: Request, who: Who): Promise<Outcome> {
  const key = idempotencyKeyOf(route, req)
  const input = { ...inputOf(route, req), who }
  const { db } = deps
  const verb = (tx: Tx) => (route.transaction ? auditedVerb(route, tx, input) : route.verb(none, input))
  if (key === null) {
    const work = route.transaction ? db.withTenant(who.tenantId, verb) : verb(none)
    return { returned: await work }
  }
  const posted = { route, use: useOf(deps.fingerprintSecret, who, route, key, req) }
  return route.transaction
    ? onceInTransaction(db, who.tenantId, posted, verb)
    : onceWaiting(db, who.tenantId, posted, () => verb(none))
}

async function servePlatform(route: Endpoint, deps: RouteDeps, req: Request, res: Response): Promise<void> {
  const operator = await deps.operatorIs(req.headers)
  if (!operator) {
    const who = await deps.whoIs(req.headers)
    await deps.limit(who ? memberCaller(who) : strangerCaller(req), 1, res)
    if (!who) throw new Refusal('signed-out', 'Please sign in.')
    throw new Refusal('forbidden', 'This is for owners of the installation.')
  }
  await deps.limit(operatorCaller(operator), route.schemas.cost ?? 1, res)
  idempotencyKeyOf(route, req)
  const input = { ...inputOf(route, req), operator }
  const returned = await actAs(operatorActor(operator, originOf(req, res)), () =>
    route.verb(none, input as never),
  )
  send(route, { returned }, req, res)
}

/** Refuses what this person may not do now, in words that say what would help. */
function admit(who: Who, route: Endpoint): void {
  if (who.suspended !== null) {
    throw new Refusal('forbidden', `This provider is suspended: ${who.suspended}`, { reason: 'suspended' })
  }
  if (who.needs && route.permission !== 'signed-in') {
    throw new Refusal('forbidden', 'Set up a second factor first, under Security.', { reason: who.needs })
  }
  if (who.key && route.permission === 'signed-in' && !route.schemas.forKeys) {
    throw new Refusal('forbidden', "This is a person's own affair: sign in for it; no key can do it.")
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

function send(
  route: Endpoint,
  outcome: Outcome,
  req: Request,
  res: Response,
  hidden: Hidden | null = null,
): void {
  if ('replay' in outcome) {
    res.set('Idempotency-Replayed', 'true')
    sendAnswer(masked(outcome.replay, hidden), req, res)
  } else if (route.schemas.raw) sendRaw(outcome.returned as RawAnswer, res)
  else sendAnswer(masked(answerOf(route, outcome.returned), hidden), req, res)
}
