/** Signed WhatsApp webhooks, one message each, as the bytes that go over the wire. */
import { createHmac, randomUUID } from 'node:crypto'

export const phoneNumberId = '100200300400'
export const senders = 200

const run = randomUUID()
const words = 'Good morning, my internet is down since six and the light on the router is red. Message'

/** The number a text carries; undefined for any other text. */
export function numberOf(text: string | undefined): number | undefined {
  return text?.startsWith(words) ? Number(text.slice(words.length)) : undefined
}

/** The n-th request to this hook: always the same bytes for the same n, another sender for the next. */
export function webhook(hookUrl: string, appSecret: string, n: number): Buffer {
  const { host, pathname } = new URL(hookUrl)
  const from = `2782${String(1_000_000 + (n % senders))}`
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '27215550100', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: `Customer ${n % senders}` }, wa_id: from }],
    messages: [
      {
        from,
        id: `wamid.${run}.${n}`,
        timestamp: '1767250800',
        type: 'text',
        text: { body: `${words} ${n}` },
      },
    ],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '900800700', changes: [{ field: 'messages', value }] }],
  })
  const signature = createHmac('sha256', appSecret).update(body).digest('hex')
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
      `X-Hub-Signature-256: sha256=${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
