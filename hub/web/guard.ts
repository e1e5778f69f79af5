/** What every request passes first: an id, the client's address, security headers, and the origin check. */
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Express, RequestHandler } from 'express'
import helmet from 'helmet'
import { plainAddress } from '../../platform/identity/addresses.ts'
import { comesWithKey } from '../../platform/identity/api-keys.ts'
import { clientAddressHeader } from '../../platform/identity/client-address.ts'
import { Refusal } from '../../platform/refusal.ts'

/** For answers that are no page: a browser that shows one runs and loads nothing. */
const answerPolicy = "default-src 'none'; frame-ancestors 'none'"
const unusedAbilities = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map(ability => `${ability}=()`)
  .join(', ')

export function guard(server: Express, options: { trustProxy: string; https: boolean }): void {
  server.disable('x-powered-by')
  server.set(
    'trust proxy',
    options.trustProxy ? options.trustProxy.split(',').map(part => part.trim()) : false,
  )
  server.use(identify)
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
  server.use((_req, res, next) => {
    noPage(res)
    res.setHeader('Permissions-Policy', unusedAbilities)
    next()
  })
  server.use('/api', sameOrigin)
}

/** The headers of an answer that is no page, hooks included. */
export function noPage(res: ServerResponse): void {
  res.setHeader('Content-Security-Policy', answerPolicy)
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
}

/** Pages carry kit's own content security policy, with a nonce for its script. */
export const pagesFollow: RequestHandler = (_req, res, next) => {
  res.removeHeader('Content-Security-Policy')
  next()
}

const identify: RequestHandler = (req, res, next) => {
  res.locals.requestId = randomUUID()
  res.set('X-Request-Id', res.locals.requestId)
  // Only we say where a request comes from: `req.ip` heeds X-Forwarded-For of a trusted proxy, and no other header.
  req.headers[clientAddressHeader] = req.ip ? plainAddress(req.ip) : 'unknown'
  next()
}

/** A page of another site may not change anything with this person's cookie. */
const sameOrigin: RequestHandler = (req, res, next) => {
  res.set('Cache-Control', 'no-store')
  const safe = req.method === 'GET' || req.method === 'HEAD'
  // A key is never sent by a browser on its own, and with one the cookie counts for nothing. Sign-in knows no keys.
  const byKey = comesWithKey(req.headers) && !req.originalUrl.startsWith('/api/auth/')
  if (!safe && !byKey && fromElsewhere(req.headers)) {
    return next(new Refusal('forbidden', 'This request comes from another site.'))
  }
  next()
}

/** By its Origin; a browser that leaves that out still says whether a page of another site asked. */
function fromElsewhere(headers: Record<string, string | string[] | undefined>): boolean {
  const { origin, host } = headers
  if (typeof origin === 'string') return !(URL.canParse(origin) && new URL(origin).host === host)
  const site = headers['sec-fetch-site']
  return headers.cookie !== undefined && (site === 'cross-site' || site === 'same-site')
}
