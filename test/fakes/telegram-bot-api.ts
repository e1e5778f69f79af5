/** The methods of the Bot API that a help desk needs, answered as Telegram answers them. */
import type { FailKind } from './fail-next.ts'
import type { FakeAnswer, FakeRequest, Ledger } from './fake-server.ts'
import { UpdateQueue } from './telegram-updates.ts'

export type TelegramLedger = Ledger<{ chatId: number; text: string; messageId: number }>

type Params = Record<string, unknown>

const ok = (result: unknown): FakeAnswer => ({ status: 200, json: { ok: true, result } })

const no = (status: number, description: string, parameters?: object): FakeAnswer => ({
  status,
  json: { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) },
})

/** What the kinds that never reach the ledger answer. */
const refusals: Partial<Record<FailKind, FakeAnswer>> = {
  'refuse-4xx': no(403, 'Forbidden: bot was blocked by the user'),
  'rate-limit': no(429, 'Too Many Requests: retry after 1', { retry_after: 1 }),
  'server-error-before': no(502, 'Bad Gateway'),
  'signed-out': no(401, 'Unauthorized'),
  hang: 'hang',
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

export class BotApiFake {
  readonly ledger: TelegramLedger = []
  readonly failures: FailKind[] = []
  readonly files = new Map<string, Buffer>()
  readonly updates: UpdateQueue
  readonly #botToken: string
  #lastMessageId = 0

  constructor(botToken: string, firstUpdateId: number) {
    this.#botToken = botToken
    this.updates = new UpdateQueue(firstUpdateId)
  }

  customerSends(message: { chatId: number; name: string; content: Record<string, unknown> }): number {
    const { chatId, name, content } = message
    const chat = { id: chatId, type: 'private', first_name: name }
    const from = { id: chatId, is_bot: false, first_name: name }
    const envelope = { message_id: ++this.#lastMessageId, from, chat, date: seconds(new Date()) }
    return this.updates.push({ message: { ...envelope, ...content } })
  }

  answer(request: FakeRequest): FakeAnswer | Promise<FakeAnswer> {
    const [, file, token, rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(request.path) ?? []
    if (token === undefined) return no(404, 'Not Found')
    if (token !== this.#botToken) return no(401, 'Unauthorized')
    if (file) {
      const bytes = this.files.get(decodeURIComponent(rest.replace('documents/', '')))
      return bytes ? { status: 200, bytes } : no(404, 'Not Found')
    }
    const params = { ...Object.fromEntries(request.query), ...(request.json as Params | undefined) }
    return this.#call(rest.toLowerCase(), params, request)
  }

  #call(method: string, params: Params, request: FakeRequest): FakeAnswer | Promise<FakeAnswer> {
    switch (method) {
      case 'getme': {
        const id = Number(this.#botToken.split(':')[0])
        return ok({ id, is_bot: true, first_name: 'Desk', username: 'desk_bot' })
      }
      case 'getupdates':
        return this.#getUpdates(params, request)
      case 'setwebhook': {
        const problem = this.updates.setWebhook(String(params.url ?? ''), String(params.secret_token ?? ''))
        return problem ? no(400, `Bad Request: ${problem}`) : ok(true)
      }
      case 'deletewebhook':
        this.updates.setWebhook('', '')
        if (params.drop_pending_updates === true) this.updates.drop()
        return ok(true)
      case 'getwebhookinfo':
        return ok(this.updates.webhookInfo())
      case 'sendmessage':
        return this.#sendMessage(params)
      case 'getfile':
        return this.#getFile(String(params.file_id))
      default:
        return no(404, 'Not Found')
    }
  }

  async #getUpdates(params: Params, request: FakeRequest): Promise<FakeAnswer> {
    const found = await this.updates.poll(params, request.gone)
    return 'conflict' in found ? no(409, `Conflict: ${found.conflict}`) : ok(found.updates)
  }

  #sendMessage(params: Params): FakeAnswer {
    const kind = this.failures.shift()
    const refused = kind && refusals[kind]
    if (refused) return refused
    const [chatId, text] = [Number(params.chat_id), params.text]
    if (!Number.isSafeInteger(chatId) || chatId === 0) return no(400, 'Bad Request: chat not found')
    if (typeof text !== 'string' || text.trim() === '') return no(400, 'Bad Request: message text is empty')
    if (text.length > 4096) return no(400, 'Bad Request: message is too long')
    const sent = { at: new Date(), chatId, text, messageId: ++this.#lastMessageId }
    this.ledger.push(sent)
    if (kind === 'accept-then-500') return no(500, 'Internal Server Error')
    if (kind === 'accept-then-hang-up') return 'hang-up'
    const chat = { id: chatId, type: 'private' }
    return ok({ message_id: sent.messageId, chat, date: seconds(sent.at), text })
  }

  #getFile(fileId: string): FakeAnswer {
    const bytes = this.files.get(fileId)
    if (!bytes) return no(400, 'Bad Request: invalid file_id')
    const path = `documents/${encodeURIComponent(fileId)}`
    return ok({ file_id: fileId, file_size: bytes.length, file_path: path })
  }
}
