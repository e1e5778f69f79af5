/** The OpenAPI 3.1 document, made from the same endpoints that serve. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
})

/** `/api/conversations/{id}/notes` -> "conversations". */
const tagOf = (path: string) => path.split('/')[2] ?? 'api'

function operationId(route: Endpoint): string {
  const words = route.path
    .replace(/^\/api\//, '')
    .split(/[/{}.-]+/)
    .filter(Boolean)
  return route.method + words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function describeRoute(route: Endpoint): RouteConfig {
  const { schemas } = route
  return {
    method: route.method,
    path: route.path,
    operationId: operationId(route),
    summary: schemas.summary,
    tags: [tagOf(route.path)],
    'x-permission': route.permission,
    ...(route.permission === 'public' ? {} : { security: callersOf(route) }),
    request: {
      ...(schemas.params ? { params: schemas.params as never } : {}),
      ...(schemas.query ? { query: schemas.query as never } : {}),
      ...(takesKey(route) ? { headers: idempotencyHeader } : {}),
      ...(schemas.body
        ? { body: { required: true, content: { 'application/json': { schema: schemas.body } } } }
        : {}),
      ...(schemas.takesBytes ? { body: { required: true, content: fileContent } } : {}),
    },
    responses: { ...successOf(route), ...refusalsOf(route) },
  }
}

const fileContent = { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } }

/** People by their session everywhere; programs by their key, but for what is a person's own affair. */
const callersOf = ({ permission, schemas }: Endpoint) => {
  const noKeys = permission === 'platform' || (permission === 'signed-in' && !schemas.forKeys)
  return noKeys ? [{ session: [] }] : [{ session: [] }, { key: [] }]
}

const takesKey = ({ method, permission }: Endpoint) =>
  method === 'post' && permission !== 'public' && permission !== 'platform'

const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('The same key with the same request has one effect and one answer for a day'),
})

function successOf({ schemas }: Endpoint): RouteConfig['responses'] {
  if (schemas.answer) {
    return {
      [schemas.status ?? 200]: {
        description: schemas.status === 201 ? 'Created' : 'OK',
        content: { 'application/json': { schema: schemas.answer } },
        ...(isPaged(schemas.answer) ? { headers: nextHeader } : {}),
      },
    }
  }
  if (!schemas.raw) return { 204: { description: 'Done' } }
  const bytes = { 'application/octet-stream': { schema: z.string() } }
  return {
    200: { description: schemas.redirects ? 'The bytes, behind the redirect' : 'The bytes', content: bytes },
    ...(schemas.redirects ? { 302: { description: 'Where the bytes are, for a few minutes' } } : {}),
  }
}

const isPaged = (answer: z.ZodType) => answer instanceof z.ZodObject && 'next' in answer.shape

const nextHeader = z.object({
  Link: z.string().optional().describe('The same request for the following page, as rel="next" (RFC 8288)'),
})

function refusalsOf(route: Endpoint): RouteConfig['responses'] {
  const { schemas } = route
  return {
    ...(route.permission === 'public' ? {} : { 401: problem('Not signed in'), 403: problem('Not allowed') }),
    ...(schemas.params ? { 404: problem('No such thing for this person') } : {}),
    ...(takesKey(route)
      ? { 409: problem('Not as things are, or the first request with this key is open') }
      : {}),
    ...(schemas.takesBytes ? { 413: problem('The file is larger than this installation takes') } : {}),
    ...(schemas.body || schemas.query ? { 422: problem('Invalid input') } : {}),
    429: problem('Too many calls; Retry-After says when to go on'),
  }
}

/** The document for `/api/openapi.json`. */
export function openApiDocument(routes: Endpoint[], publicUrl: string): Record<string, unknown> {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'trunkline.session_token',
  })
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'tl_<prefix>_<secret>',
  })
  for (const route of routes) registry.registerPath(describeRoute(route))
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Trunkline',
      version: '0.1.0',
      description: 'Conversations with customers, and what stands beside them.',
    },
    servers: [{ url: publicUrl }],
  })
  return nullableReferences(document) as Record<string, unknown>
}

/**
 * The generator writes "this component or null" as allOf of both, which nothing can satisfy; JSON Schema says it with
 * anyOf.
 */
function nullableReferences(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(nullableReferences)
  if (node === null || typeof node !== 'object') return node
  const { allOf, ...rest } = node as { allOf?: Record<string, unknown>[] }
  const reference = allOf?.find(part => '$ref' in part)
  const orNull = allOf?.some(part => Array.isArray(part.type) && part.type.includes('null'))
  if (reference && orNull) return { ...rest, anyOf: [reference, { type: 'null' }] }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, nullableReferences(value)]))
}
