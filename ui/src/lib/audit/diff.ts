/** Before and after, field by field, as a person reads them. Pure. */
import { fullMoment, type Region } from '../words/time.ts'

/** `kept` is what a list had before and has after. */
export type FieldDiff = { name: string; before: string[]; after: string[]; kept: string[] }

type Fields = Record<string, unknown> | null

/** Every field that either side says something of, in the order they came. Lists are told apart item by item. */
export function diffOf(before: Fields, after: Fields, region: Region): FieldDiff[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const fields = names.map(name => {
    const was = partsOf(before?.[name], region)
    const is = partsOf(after?.[name], region)
    const isList = Array.isArray(before?.[name]) || Array.isArray(after?.[name])
    const kept = isList ? was.filter(each => is.includes(each)) : []
    return {
      name: fieldWords(name),
      before: was.filter(each => !kept.includes(each)),
      after: is.filter(each => !kept.includes(each)),
      kept,
    }
  })
  return fields.filter(field => field.before.length + field.after.length + field.kept.length > 0)
}

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

function partsOf(value: unknown, region: Region): string[] {
  if (value === undefined || value === null || value === '') return []
  if (Array.isArray(value)) return value.flatMap(each => partsOf(each, region))
  if (typeof value === 'boolean') return [value ? 'yes' : 'no']
  if (typeof value === 'string') return [iso.test(value) ? fullMoment(value, region) : value]
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)]
}

/** "customRoleId" -> "Custom role id", "expires_at" -> "Expires at". */
export function fieldWords(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
