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
  const success = schemas.answer
    ? {
        [schemas.status ?? 200]: {
          description: schemas.status === 201 ? 'Created' : 'OK',
          content: { 'application/json': { schema: schemas.answer } },
        },
      }
    : schemas.raw
      ? { 200: { description: 'The bytes', content: { 'application/octet-stream': { schema: z.string() } } } }
      : { 204: { description: 'Done' } }
  return {
    method: route.method,
    path: route.path,
    operationId: operationId(route),
    summary: schemas.summary,
    tags: [tagOf(route.path)],
    'x-permission': route.permission,
    ...(route.permission === 'public' ? {} : { security: [{ session: [] }] }),
    request: {
      ...(schemas.params ? { params: schemas.params as never } : {}),
      ...(schemas.query ? { query: schemas.query as never } : {}),
      ...(schemas.body
        ? { body: { required: true, content: { 'application/json': { schema: schemas.body } } } }
        : {}),
    },
    responses: {
      ...success,
      ...(route.permission === 'public'
        ? {}
        : { 401: problem('Not signed in'), 403: problem('Not allowed') }),
      ...(schemas.params ? { 404: problem('No such thing for this person') } : {}),
      ...(schemas.body || schemas.query ? { 422: problem('Invalid input') } : {}),
    },
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
