/** The bodies routes take and give, by the names of their operations. */
import type { operations } from '../api/schema.ts'

export type Body<Name extends keyof operations> = operations[Name] extends {
  requestBody: { content: { 'application/json': infer Given } }
}
  ? Given
  : never

export type Answer<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { 'application/json': infer Given } } }
}
  ? Given
  : never
