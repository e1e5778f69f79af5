/** An OpenAPI document as a reference one can read: routes by tag, schemas as lines of fields. Pure. */

export type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}
type Content = Record<string, { schema?: Schema }>
type Operation = {
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[]
  requestBody?: { content?: Content }
  responses?: Record<string, { description?: string; content?: Content }>
  'x-permission'?: string
}
export type OpenApi = {
  info?: { title?: string; version?: string; description?: string }
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

export type Route = {
  key: string
  method: string
  path: string
  summary: string
  permission: string
  parameters: NonNullable<Operation['parameters']>
  body: Schema | null
  answers: { status: string; description: string; type: string; schema: Schema | null }[]
}
export type Group = { tag: string; routes: Route[] }

const methods = ['get', 'post', 'put', 'patch', 'delete']

function routeOf(path: string, method: string, operation: Operation): Route {
  return {
    key: `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? '',
    permission: operation['x-permission'] ?? '',
    parameters: operation.parameters ?? [],
    body: Object.values(operation.requestBody?.content ?? {})[0]?.schema ?? null,
    answers: Object.entries(operation.responses ?? {}).map(([status, answer]) => {
      const [type, content] = Object.entries(answer.content ?? {})[0] ?? ['', undefined]
      return { status, description: answer.description ?? '', type, schema: content?.schema ?? null }
    }),
  }
}

/** Groups by the first tag; only routes that hold every word of the search. */
export function groupsOf(document: OpenApi, search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, Route[]>()
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = operations[method]
      if (!operation) continue
      const route = routeOf(path, method, operation)
      const text = `${route.key} ${route.summary} ${route.permission}`.toLowerCase()
      if (!words.every(word => text.includes(word))) continue
      const tag = operation.tags?.[0] ?? 'other'
      groups.set(tag, [...(groups.get(tag) ?? []), route])
    }
  }
  return [...groups].map(([tag, routes]) => ({ tag, routes }))
}

export const refName = (ref: string) => ref.split('/').at(-1) ?? ref

/** A schema's type in a word or two: "string (uuid)", "Message[]", "open | resolved", "Person or null". */
export function typeWords(schema: Schema): string {
  if (schema.$ref) return refName(schema.$ref)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map(typeWords).join(' or ')
  if (schema.allOf) return schema.allOf.map(typeWords).join(' and ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.items) return `${typeWords(schema.items)}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything')
  return schema.format ? `${type} (${schema.format})` : type
}

/** The object inside a schema, however it is wrapped in refs, lists and nullability; null when there is none. */
export function objectIn(schema: Schema, schemas: Record<string, Schema>, depth = 0): Schema | null {
  if (depth > 6) return null
  const next = (one: Schema | undefined) => (one ? objectIn(one, schemas, depth + 1) : null)
  if (schema.$ref) return next(schemas[refName(schema.$ref)])
  if (schema.properties) return schema
  if (schema.items) return next(schema.items)
  if (schema.allOf) {
    const parts = schema.allOf.map(next).filter(part => part !== null)
    const properties = Object.assign({}, ...parts.map(part => part.properties))
    return { properties, required: parts.flatMap(part => part.required ?? []) }
  }
  return next((schema.anyOf ?? schema.oneOf)?.find(one => one.type !== 'null'))
}

/** "at most 80 characters · default open" */
export function limitsOf(schema: Schema): string {
  const { minLength, maxLength, minimum, maximum } = schema
  return [
    minLength !== undefined && minLength > 0 && `at least ${minLength} characters`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    minimum !== undefined && minimum > -(2 ** 52) && `from ${minimum}`,
    maximum !== undefined && maximum < 2 ** 52 && `up to ${maximum}`,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
