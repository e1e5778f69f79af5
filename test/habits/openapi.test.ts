import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { openApiDocument } from '../../platform/http/openapi.ts'
import { everyRoute } from './every-route.ts'

type Operation = {
  operationId: string
  summary: string
  'x-permission': string
  security?: unknown[]
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>
}

const routes = everyRoute()
const document = openApiDocument(routes, 'https://desk.example')
const paths = document.paths as Record<string, Record<string, Operation>>
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

describe('the API document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone(document))
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  test('holds every declared route once', () => {
    expect(routes.length).toBeGreaterThan(20)
    const declared = routes.map(route => `${route.method} ${route.path}`)
    expect(new Set(declared).size).toBe(declared.length)
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(declared.sort())
  })

  test('refers only to schemas it defines', () => {
    const text = JSON.stringify(document)
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(match => match[1] ?? '')
    expect(refs.length).toBeGreaterThan(0)
    const missing = refs.filter(ref => at(document, ref) === undefined)
    expect(missing).toEqual([])
  })

  test('names every operation differently', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(ids.filter(id => !/^[a-z][A-Za-z0-9]+$/.test(id))).toEqual([])
  })
})

describe.each(operations)('$method $path', ({ method, operation }) => {
  test('has a summary, a permission and an answer', () => {
    expect(operation.summary).toMatch(/^[A-Z].{3,}[^.]$/)
    expect(operation['x-permission']).toMatch(/^(public|signed-in|platform|[a-z-]+\.[a-z]+)$/)
    const good = Object.keys(operation.responses).filter(status => status.startsWith('2'))
    expect(good).toHaveLength(1)
    const answer = operation.responses[good[0] ?? '']
    expect(answer?.description).toMatch(/\S/)
    // What one asks for has content; only a change may answer with nothing.
    if (method === 'get') expect(Object.keys(answer?.content ?? {})).toHaveLength(1)
    if (good[0] !== '204') expect(answer?.content).toBeDefined()
  })

  test('asks for a session exactly when it is not public', () => {
    expect(operation.security !== undefined).toBe(operation['x-permission'] !== 'public')
    expect(operation.responses[401] !== undefined).toBe(operation['x-permission'] !== 'public')
  })
})

/** What a `#/a/b` reference leads to. */
function at(root: unknown, ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], root)
}
