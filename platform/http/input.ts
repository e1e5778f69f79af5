/** What came with a request -> what the route's schemas say it is, or a refusal that names the place. */
import type { Request } from 'express'
import type { z } from 'zod'
import { Refusal } from '../refusal.ts'
import type { Bytes, Endpoint } from './endpoint.ts'

export function inputOf(route: Endpoint, req: Request) {
  return {
    params: read(route.schemas.params, req.params, 'missing'),
    query: read(route.schemas.query, req.query, 'invalid', '/query'),
    body: readBody(route, req),
    ...(route.schemas.takesBytes ? { bytes: bytesOf(req) } : {}),
  } as Parameters<Endpoint['verb']>[1]
}

function bytesOf(req: Request): Bytes {
  const said = req.headers['content-length'] ?? ''
  return { stream: req, saidLength: /^\d+$/.test(said) ? Number(said) : null }
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
