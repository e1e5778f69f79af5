/** Reading JSON that others wrote: what is missing or of another shape reads as empty instead of throwing. */
import { createHash } from 'node:crypto'

export type Json = Record<string, unknown>

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const record = (value: unknown): Json => (isRecord(value) ? value : {})

/** An array as it is; a lone value as a list of one, so that it is not thrown away; nothing as an empty list. */
export function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}

/** Strings and numbers as text without NUL (which PostgreSQL refuses); '' for everything else. */
export function text(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.replaceAll('\0', '') : ''
}

/** The parsed bytes; undefined when they are no JSON. */
export function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')
