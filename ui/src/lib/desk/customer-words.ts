/** Whom a conversation is about, as part of a `conversation.changed` event. Pure. */
import { say } from '../words/say.ts'

type Side = { customer?: unknown }

const customerIn = (value: unknown): { name?: unknown; number?: unknown } =>
  typeof value === 'object' && value !== null ? value : {}

/** "said this is about Sipho Dlamini (C-1042)"; nothing when the event says nothing of a customer. */
export function customerPart(before: Side, after: Side): string[] {
  if (after.customer === undefined) return []
  const { name, number } = customerIn(after.customer)
  if (name) return [say`said this is about ${String(name)}${number ? ` (${String(number)})` : ''}`]
  return [say`took back that this is about ${String(customerIn(before.customer).name ?? say`one customer`)}`]
}
