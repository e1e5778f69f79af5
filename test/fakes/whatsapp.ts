/**
 * Meta's Cloud API as one phone number sees it, over real HTTP: messages in by signed webhooks (batched, repeated until
 * 2xx), messages out by POST, statuses back with biz_opaque_callback_data, media behind addresses that want the token.
 * The ledger holds what POST /messages accepted.
 */
import { randomUUID } from 'node:crypto'
import type { FailKind } from './fail-next.ts'
import { startFakeServer } from './fake-server.ts'
import { GraphFake, type WhatsappLedger } from './whatsapp-graph.ts'
import type { ListedTemplate } from './whatsapp-templates.ts'
import {
  type FromCustomer,
  type StatusReport,
  type TemplateStatus,
  WhatsappWebhooks,
} from './whatsapp-webhooks.ts'

export type WhatsappFake = {
  /** The apiUrl of an account's settings. */
  url: string
  ledger: WhatsappLedger
  /** One message in a post of its own, or several in one batch; their wamids. */
  customerSays(said: FromCustomer | FromCustomer[]): string[]
  /** Several people's messages in one post, spread over two entries; their wamids. */
  batch(said: FromCustomer[]): string[]
  /** Posts one status of our message, as Meta does later on. */
  report(status: StatusReport): void
  /** The templates of the account from now on; null: the token may not read them. */
  setTemplates(all: ListedTemplate[] | null): void
  /** Posts what happened to one of them. */
  templateNews(news: TemplateStatus): void
  /** Where webhooks go from now on; null holds them back. */
  setHookUrl(url: string | null): void
  /** Meta's set-up handshake against the hook: true when it echoes the challenge. */
  handshake(verifyToken: string): Promise<boolean>
  /** A file customers can send; its media id. */
  addMedia(bytes: Buffer, contentType: string): string
  /** The next POST /messages fails in this way; several calls queue up. */
  failNext(kind: FailKind): void
  /** Webhooks not yet answered with 2xx. */
  pending(): number
  /** Resolves when nothing is pending. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Listens on `port` or a free one. `autoReceipts` reports sent, delivered and read after every accepted message. */
export async function startWhatsappFake(options: {
  port?: number
  phoneNumberId: string
  businessAccountId?: string | undefined
  displayNumber?: string | undefined
  accessToken: string
  appSecret: string
  hookUrl?: string | null
  autoReceipts?: boolean
}): Promise<WhatsappFake> {
  const { displayNumber = '27215550100', autoReceipts = false, hookUrl = null, phoneNumberId } = options
  const metadata = { display_phone_number: displayNumber, phone_number_id: phoneNumberId }
  const accountId = options.businessAccountId ?? '900800700'
  const { appSecret } = options
  const webhooks = new WhatsappWebhooks(hookUrl, { appSecret, accountId, metadata })
  const number = { ...options, businessAccountId: accountId, displayNumber, autoReceipts }
  const graph = new GraphFake(number, webhooks)
  const server = await startFakeServer(request => graph.answer(request), options.port)
  return {
    url: server.url,
    ledger: graph.ledger,
    customerSays: said => webhooks.batch(Array.isArray(said) ? said : [said]),
    batch: said => webhooks.batch(said),
    report: status => webhooks.report(status),
    setTemplates(all) {
      graph.templates = all
    },
    templateNews: news => webhooks.templateNews(news),
    setHookUrl(url) {
      webhooks.hookUrl = url
      webhooks.deliveries.wake()
    },
    handshake: verifyToken => webhooks.handshake(verifyToken),
    addMedia(bytes, contentType) {
      const id = randomUUID()
      graph.media.set(id, { bytes, contentType })
      return id
    },
    failNext: kind => void graph.failures.push(kind),
    pending: () => webhooks.deliveries.pending(),
    idle: () => webhooks.deliveries.idle(),
    stop: () => {
      webhooks.deliveries.stop()
      return server.stop()
    },
  }
}
