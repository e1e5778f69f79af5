/** /api/auth: what is let through to the identity library, and what is refused before it costs anything. */
import { toNodeHandler } from 'better-auth/node'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { sendProblem } from '../../platform/http/problem.ts'
import { requestIdHeader } from '../../platform/identity/account-trail.ts'
import type { Auth } from '../../platform/identity/auth.ts'
import { clientAddressHeader } from '../../platform/identity/client-address.ts'
import { isOpen } from '../../platform/identity/door/open-paths.ts'
import { asProblem } from '../../platform/identity/door/problems.ts'
import { tooManyGuesses } from '../../platform/identity/guesses.ts'
import { tooManyAtOnce } from '../../platform/identity/hash-queue.ts'
import { networkOf } from '../../platform/identity/network-of.ts'
import { isHashingFull } from '../../platform/identity/passwords.ts'
import { Refusal } from '../../platform/refusal.ts'

const at = '/api/auth'

/** Sign-ins by password being worked on at once, the waiting ones included. Each holds a little memory and a connection. */
const mostInside = 66

export function mountSignIn(server: Express, auth: Auth): void {
  const handle = toNodeHandler(async request => asProblem(await auth.handler(request), request))
  let inside = 0

  function admit(req: Request, res: Response, next: NextFunction): void {
    const path = req.path.slice(at.length)
    if (!isOpen(req.method, path)) throw new Refusal('missing', 'There is no such route; see /docs/api.')
    if (hasOtherBody(req)) {
      sendProblem(res, { status: 415, detail: 'Send JSON with Content-Type: application/json.' })
      return
    }
    if (path === '/sign-in/email') {
      const seconds = auth.guesses.closedFor('network', networkOf(String(req.headers[clientAddressHeader])))
      if (seconds > 0) throw tooManyGuesses(seconds)
      if (inside >= mostInside || isHashingFull()) throw tooManyAtOnce()
      inside += 1
      res.once('close', () => {
        inside -= 1
      })
    }
    req.headers[requestIdHeader] = String(res.locals.requestId ?? '')
    next()
  }

  const json = express.json({ limit: '64kb', strict: true, type: ['application/json'] })
  server.all(`${at}/{*path}`, admit, json, (req: Request, res: Response, next: NextFunction) => {
    handle(req, res).catch(next)
  })
  server.use(at, sayWhen)
}

function sayWhen(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (error instanceof Refusal && typeof error.more.retryAfter === 'number') {
    res.set('Retry-After', String(error.more.retryAfter))
  }
  next(error)
}

/** A form is what a page of another site can send without asking. */
const hasOtherBody = (req: Request) =>
  req.method === 'POST' &&
  (Number(req.headers['content-length'] ?? 0) > 0 || req.headers['transfer-encoding'] !== undefined) &&
  !req.is('application/json')
