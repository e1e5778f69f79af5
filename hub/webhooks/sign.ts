import { Webhook } from 'standardwebhooks'

/** Headers of Standard Webhooks 1.0; during a change of secrets one signature for each, separated by spaces. */
export function signedHeaders(
  secrets: readonly string[],
  message: { id: string; body: string },
  at: Date,
): Record<string, string> {
  const signatures = secrets.map(secret => new Webhook(secret).sign(message.id, at, message.body))
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}
