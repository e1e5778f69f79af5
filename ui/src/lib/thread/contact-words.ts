/** What became of an address, as a `contact.changed` event says it. Pure. */
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** `by`: the member who said it; null when the customer's own message did. */
export function contactWords(data: Record<string, unknown>, by: string | null): string {
  const { kind, value } = record(data.address)
  const address = value ? String(value) : 'an address'
  const who = by ?? 'Trunkline'
  switch (data.change) {
    case 'added':
      return `${who} added the ${kind === 'login' ? 'login' : kind === 'email' ? 'email' : 'number'} ${address}`
    case 'opted-out':
      return by
        ? `${by} noted that they do not want to be written to at ${address}`
        : `They wrote ${String(data.words ?? 'STOP')}: nothing goes to ${address} any more`
    case 'opted-in':
      return by
        ? `${by} noted that ${address} may be written to again`
        : `They wrote ${String(data.words ?? 'START')}: ${address} may be written to again`
    case 'ended':
      return `${who} noted that ${address} is no longer theirs`
    case 'theirs':
      return `${who} noted that ${address} is theirs after all`
    default:
      return `${who} changed ${address}`
  }
}
