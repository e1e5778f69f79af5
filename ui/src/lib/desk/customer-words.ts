/** Whom a conversation is about, as part of a `conversation.changed` event. Pure. */
type Side = { customer?: unknown }

const customerIn = (value: unknown): { name?: unknown; number?: unknown } =>
  typeof value === 'object' && value !== null ? value : {}

/** "said this is about Sipho Dlamini (C-1042)"; nothing when the event says nothing of a customer. */
export function customerPart(before: Side, after: Side): string[] {
  if (after.customer === undefined) return []
  const { name, number } = customerIn(after.customer)
  if (name) return [`said this is about ${String(name)}${number ? ` (${String(number)})` : ''}`]
  return [`took back that this is about ${String(customerIn(before.customer).name ?? 'one customer')}`]
}
