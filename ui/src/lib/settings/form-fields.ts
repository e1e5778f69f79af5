/** A channel's settings form, drawn from its JSON schema. Pure. */

export const keptSecret = '••••'

export type FormField = {
  name: string
  title: string
  description: string
  kind: 'text' | 'email' | 'url' | 'number' | 'switch' | 'choice' | 'secret'
  required: boolean
  choices: string[]
  min: number | null
  max: number | null
  pattern: string | null
}
export type FormValue = string | number | boolean
export type FormValues = Record<string, FormValue>

type Schema = {
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  pattern?: string
  secret?: boolean
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
}

/** `anyOf` with null is an optional field of the other kind. */
const plain = (schema: Schema): Schema => {
  const other = schema.anyOf?.find(one => one.type !== 'null')
  return other ? { ...other, ...schema } : schema
}

function kindOf(schema: Schema): FormField['kind'] {
  if (schema.secret) return 'secret'
  if (schema.enum) return 'choice'
  if (schema.type === 'boolean') return 'switch'
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  if (schema.format === 'email') return 'email'
  return schema.format === 'uri' || schema.format === 'url' ? 'url' : 'text'
}

export function formFields(schema: Record<string, unknown>): FormField[] {
  const { properties = {}, required = [] } = schema as Schema
  return Object.entries(properties).map(([name, given]) => {
    const field = plain(given)
    return {
      name,
      title: field.title ?? name,
      description: field.description ?? '',
      kind: kindOf(field),
      required: required.includes(name),
      choices: (field.enum ?? []).map(String),
      min: field.minimum ?? null,
      max: field.maximum ?? null,
      // A secret kept at its dots would not match its own pattern.
      pattern: field.secret || field.format ? null : (field.pattern ?? null),
    }
  })
}

const isValue = (value: unknown): value is FormValue => ['string', 'number', 'boolean'].includes(typeof value)

/** What the form starts with: what is stored, else the schema's default, else nothing. */
export function startValues(
  schema: Record<string, unknown>,
  stored: Record<string, unknown> = {},
): FormValues {
  const properties = (schema as Schema).properties ?? {}
  const values: FormValues = {}
  for (const field of formFields(schema)) {
    const value = stored[field.name] ?? properties[field.name]?.default
    values[field.name] = isValue(value) ? value : field.kind === 'switch' ? false : ''
  }
  return values
}

/** What goes to the server: numbers as numbers, and optional fields left empty are left out. */
export function settingsOf(fields: FormField[], values: FormValues): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined || (value === '' && !field.required)) continue
    settings[field.name] = field.kind === 'number' ? Number(value) : value
  }
  return settings
}
