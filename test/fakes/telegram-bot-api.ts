/** The methods of the Bot API that a help desk needs, answered as Telegram answers them. */
import type { FailKind } from './fail-next.ts'
import type { FakeAnswer, FakeRequest, Ledger } from './fake-server.ts'
import { readMultipart, type SentFile } from './multipart.ts'
import { UpdateQueue } from './telegram-updates.ts'

export type TelegramLedger = Ledger<{
  chatId: number
  /** The caption where a file came along. */
  text: string
  messageId: number
  file: (SentFile & { as: 'photo' | 'document' }) | null
}>

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
      case 'sendphoto':
        return this.#sendFile('photo', request)
      case 'senddocument':
        return this.#sendFile('document', request)
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
    const { text } = params
    if (typeof text !== 'string' || text.trim() === '') return no(400, 'Bad Request: message text is empty')
    if (text.length > 4096) return no(400, 'Bad Request: message is too long')
    return this.#accept(kind, { chatId: Number(params.chat_id), text, file: null })
  }

  async #sendFile(as: 'photo' | 'document', request: FakeRequest): Promise<FakeAnswer> {
    const kind = this.failures.shift()
    const refused = kind && refusals[kind]
    if (refused) return refused
    const sent = await readMultipart(request)
    const file = sent?.files[as]
    if (!sent || !file) return no(400, `Bad Request: there is no ${as} in the request`)
    if (file.bytes.length === 0) return no(400, 'Bad Request: file must be non-empty')
    if (file.bytes.length > (as === 'photo' ? 10_000_000 : 50_000_000)) {
      return no(413, 'Request Entity Too Large')
    }
    if (as === 'photo' && isTooLong(file.bytes)) return no(400, 'Bad Request: PHOTO_INVALID_DIMENSIONS')
    const text = sent.fields.caption ?? ''
    if (text.length > 1024) return no(400, 'Bad Request: message caption is too long')
    return this.#accept(kind, { chatId: Number(sent.fields.chat_id), text, file: { ...file, as } })
  }

  #accept(
    kind: FailKind | undefined,
    said: Pick<TelegramLedger[number], 'chatId' | 'text' | 'file'>,
  ): FakeAnswer {
    const { chatId, text } = said
    if (!Number.isSafeInteger(chatId) || chatId === 0) return no(400, 'Bad Request: chat not found')
    const sent = { at: new Date(), ...said, messageId: ++this.#lastMessageId }
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

/** Twenty times as long as wide: what a PNG's header says of itself. */
function isTooLong(bytes: Buffer): boolean {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return false
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return Math.max(width, height) > 20 * Math.min(width, height)
}
