/** What Meta posts to the hook: signed, batched, repeated until 2xx. */
import { createHmac, randomUUID } from 'node:crypto'
import { Deliveries } from './deliveries.ts'

/** `phone` is E.164 with "+". `content` replaces `text`: { type: 'image', image: {...} }. */
export type FromCustomer = { phone: string; name: string; text?: string; content?: Record<string, unknown> }

export type StatusReport = {
  wamid: string
  to: string
  status: string
  /** biz_opaque_callback_data of the message */
  ref?: string | null
  error?: { code: number; title: string; details?: string }
}

export type TemplateStatus = {
  event: string
  message_template_id: number | string
  message_template_name: string
  message_template_language: string
  reason?: string | null
  other_info?: { title: string; description: string }
}

export const digits = (phone: string): string => phone.replace(/\D/g, '')
export const newWamid = (): string => `wamid.${Buffer.from(randomUUID()).toString('base64')}`
const now = () => String(Math.floor(Date.now() / 1000))

export class WhatsappWebhooks {
  hookUrl: string | null
  readonly deliveries = new Deliveries(() => this.hookUrl)
  readonly #accountId: string
  readonly #appSecret: string
  readonly #metadata: Record<string, string>

  constructor(
    hookUrl: string | null,
    account: { appSecret: string; accountId: string; metadata: Record<string, string> },
  ) {
    this.hookUrl = hookUrl
    this.#appSecret = account.appSecret
    this.#accountId = account.accountId
    this.#metadata = account.metadata
  }

  /** One post for all, spread over two entries when there are several; the wamids. */
  batch(said: FromCustomer[]): string[] {
    const messages = said.map(one => ({
      from: digits(one.phone),
      id: newWamid(),
      timestamp: now(),
      ...(one.content ?? { type: 'text', text: { body: one.text ?? '' } }),
    }))
    const contacts = said.map(one => ({ profile: { name: one.name }, wa_id: digits(one.phone) }))
    const half = Math.ceil(said.length / 2)
    const values = [
      { contacts: contacts.slice(0, half), messages: messages.slice(0, half) },
      { contacts: contacts.slice(half), messages: messages.slice(half) },
    ].filter(value => value.messages.length > 0)
    // One person's posts keep their order; a batch of several people waits for nobody.
    const [first] = said
    if (first) this.#post(said.length === 1 ? `from ${first.phone}` : `batch ${messages[0]?.id}`, values)
    return messages.map(message => message.id)
  }

  report({ wamid, to, status, ref, error }: StatusReport): void {
    const errors = error && [
      {
        code: error.code,
        title: error.title,
        message: error.title,
        error_data: { details: error.details ?? '' },
      },
    ]
    const echoed = ref ? { biz_opaque_callback_data: ref } : {}
    const entry = { id: wamid, status, timestamp: now(), recipient_id: digits(to), ...echoed }
    this.#post(`status ${wamid}`, [{ statuses: [errors ? { ...entry, errors } : entry] }])
  }

  async handshake(verifyToken: string): Promise<boolean> {
    const challenge = randomUUID()
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': challenge }
    const answer = await fetch(`${this.hookUrl}?${new URLSearchParams(query)}`)
    return (await answer.text()) === challenge && answer.status === 200
  }

  /** What happened to a template: a field of the account's own, without a phone number. */
  templateNews(value: TemplateStatus): void {
    const time = Math.floor(Date.now() / 1000)
    const changes = [{ field: 'message_template_status_update', value }]
    this.#send(`template ${value.message_template_id}`, [{ id: this.#accountId, time, changes }])
  }

  #post(lane: string, values: Record<string, unknown>[]): void {
    const value = { messaging_product: 'whatsapp', metadata: this.#metadata }
    const entries = values.map(more => ({
      id: this.#accountId,
      changes: [{ field: 'messages', value: { ...value, ...more } }],
    }))
    this.#send(lane, entries)
  }

  #send(lane: string, entry: Record<string, unknown>[]): void {
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
    const signature = createHmac('sha256', this.#appSecret).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
    this.deliveries.post({ lane, body, headers })
  }
}
