/** What every request passes first: an id, the client's address, security headers, and the origin check. */
import { randomUUID } from 'node:crypto'
import type { Express, RequestHandler } from 'express'
import helmet from 'helmet'
import { clientAddressHeader } from '../../platform/identity/client-address.ts'
import { Refusal } from '../../platform/refusal.ts'

export function guard(server: Express, options: { trustProxy: string; https: boolean }): void {
  server.disable('x-powered-by')
  server.set(
    'trust proxy',
    options.trustProxy ? options.trustProxy.split(',').map(part => part.trim()) : false,
  )
  server.use(identify)
  // Pages carry kit's own content security policy; nothing else here is meant to be shown.
  server.use(
    helmet({
      contentSecurityPolicy: false,
      strictTransportSecurity: options.https,
      xFrameOptions: { action: 'deny' },
      // With no-referrer browsers send "Origin: null" on our own posts, and the origin check could not tell them apart.
      referrerPolicy: { policy: 'same-origin' },
      crossOriginOpenerPolicy: options.https,
      originAgentCluster: options.https,
    }),
  )
  server.use('/api', sameOrigin)
}

const identify: RequestHandler = (req, res, next) => {
  res.locals.requestId = randomUUID()
  res.set('X-Request-Id', res.locals.requestId)
  // Only we say where a request comes from.
  req.headers[clientAddressHeader] = req.ip ?? 'unknown'
  next()
}

/** A page of another site may not change anything with this person's cookie. */
const sameOrigin: RequestHandler = (req, res, next) => {
  res.set('Cache-Control', 'no-store')
  const { origin, host } = req.headers
  const safe = req.method === 'GET' || req.method === 'HEAD'
  if (!safe && origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)) {
    return next(new Refusal('forbidden', 'This request comes from another site.'))
  }
  next()
}
