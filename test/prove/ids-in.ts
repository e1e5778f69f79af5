/** Where a schema takes ids: every string of format uuid, however deep, as a path of keys. */
import { z } from 'zod'

type Node = {
  type?: string
  format?: string
  $ref?: string
  properties?: Record<string, Node>
  items?: Node
  prefixItems?: Node[]
  additionalProperties?: Node | boolean
  anyOf?: Node[]
  oneOf?: Node[]
  allOf?: Node[]
  $defs?: Record<string, Node>
}

/** The key of an element of an array or a record. */
export const anyKey = '0'

export function idsIn(schema: z.ZodType | undefined): string[][] {
  if (!schema) return []
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node
  const found = new Map<string, string[]>()
  walk(root, root, [], found)
  return [...found.values()]
}

const deepest = 12

function walk(root: Node, node: Node, path: string[], found: Map<string, string[]>): void {
  if (path.length > deepest) return
  if (node.$ref) {
    const target = root.$defs?.[node.$ref.replace('#/$defs/', '')]
    if (target) walk(root, target, [...path], found)
    return
  }
  if (node.format === 'uuid' || node.format === 'guid') found.set(path.join('/'), path)
  for (const [key, child] of Object.entries(node.properties ?? {})) walk(root, child, [...path, key], found)
  const elements = [node.items, node.additionalProperties, ...(node.prefixItems ?? [])]
  for (const child of elements) if (typeof child === 'object') walk(root, child, [...path, anyKey], found)
  for (const child of [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])]) {
    walk(root, child, path, found)
  }
}

/** A copy with `value` at this path; arrays are made where the path asks for an element. */
export function withAt(input: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (key === anyKey && (input === undefined || Array.isArray(input))) {
    const [first, ...others] = (input as unknown[] | undefined) ?? []
    return [withAt(first, rest, value), ...others]
  }
  const object = (input ?? {}) as Record<string, unknown>
  return { ...object, [key]: withAt(object[key], rest, value) }
}
