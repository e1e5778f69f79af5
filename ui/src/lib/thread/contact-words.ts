/** What became of an address, as a `contact.changed` event says it. Pure. */
import { say } from '../words/say.ts'

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** `by`: the member who said it; null when the customer's own message did. */
export function contactWords(data: Record<string, unknown>, by: string | null): string {
  const { kind, value } = record(data.address)
  const address = value ? String(value) : say`an address`
  const who = by ?? 'Trunkline'
  switch (data.change) {
    case 'added':
      if (kind === 'login') return say`${who} added the login ${address}`
      return kind === 'email'
        ? say`${who} added the email ${address}`
        : say`${who} added the number ${address}`
    case 'opted-out':
      return by
        ? say`${by} noted that they do not want to be written to at ${address}`
        : say`They wrote ${String(data.words ?? 'STOP')}: nothing goes to ${address} any more`
    case 'opted-in':
      return by
        ? say`${by} noted that ${address} may be written to again`
        : say`They wrote ${String(data.words ?? 'START')}: ${address} may be written to again`
    case 'ended':
      return say`${who} noted that ${address} is no longer theirs`
    case 'theirs':
      return say`${who} noted that ${address} is theirs after all`
    default:
      return say`${who} changed ${address}`
  }
}
