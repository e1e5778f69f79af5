/** The calls of the Cloud API that a help desk needs, answered as Meta answers them. */
import { createHash, randomUUID } from 'node:crypto'
import type { FailKind } from './fail-next.ts'
import type { FakeAnswer, FakeRequest, Ledger } from './fake-server.ts'
import { readMultipart, type SentFile } from './multipart.ts'
import { type ListedTemplate, listed, mediaId, refusalOf, type SentTemplate } from './whatsapp-templates.ts'
import { digits, newWamid, type WhatsappWebhooks } from './whatsapp-webhooks.ts'

export type WhatsappLedger = Ledger<{
  /** E.164 with "+". */
  to: string
  /** The caption where a file came along. */
  text: string
  file: SentFile | null
  /** Exactly as it was posted; `text` is '' then. */
  template: SentTemplate | null
  wamid: string
  /** biz_opaque_callback_data */
  ref: string | null
}>

export type PhoneNumber = {
  phoneNumberId: string
  businessAccountId: string
  displayNumber: string
  accessToken: string
  autoReceipts: boolean
}

function no(status: number, code: number, message: string, details?: string): FakeAnswer {
  const error = { message, type: 'OAuthException', code, fbtrace_id: 'Aexample' }
  const data = details ? { error_data: { messaging_product: 'whatsapp', details } } : {}
  const headers: Record<string, string> = status === 429 ? { 'retry-after': '1' } : {}
  return { status, headers, json: { error: { ...error, ...data } } }
}

/** What the kinds that never reach the ledger answer. */
const refusals: Partial<Record<FailKind, FakeAnswer>> = {
  'refuse-4xx': no(400, 131026, '(#131026) Message undeliverable', 'The recipient has no WhatsApp account'),
  'rate-limit': no(429, 130429, '(#130429) Rate limit hit'),
  'server-error-before': no(503, 131016, '(#131016) Service unavailable'),
  'signed-out': no(401, 190, 'Error validating access token: the session has been invalidated'),
  hang: 'hang',
}

export class GraphFake {
  readonly ledger: WhatsappLedger = []
  readonly failures: FailKind[] = []
  /** Null: the token may not read them. */
  templates: ListedTemplate[] | null = []
  readonly media = new Map<string, { bytes: Buffer; contentType: string }>()
  readonly #uploads = new Map<string, SentFile>()
  readonly #number: PhoneNumber
  readonly #webhooks: WhatsappWebhooks

  constructor(number: PhoneNumber, webhooks: WhatsappWebhooks) {
    this.#number = number
    this.#webhooks = webhooks
  }

  answer(request: FakeRequest): FakeAnswer | Promise<FakeAnswer> {
    const { phoneNumberId, businessAccountId, displayNumber, accessToken } = this.#number
    if (request.headers.authorization !== `Bearer ${accessToken}`) {
      return no(401, 190, 'Invalid OAuth access token - Cannot parse access token')
    }
    const path = request.path.replace(/^\/v\d+\.\d+/, '')
    if (request.method === 'POST' && path === `/${phoneNumberId}/messages`) return this.#accept(request)
    if (request.method === 'POST' && path === `/${phoneNumberId}/media`) return this.#take(request)
    if (request.method === 'GET' && path === `/${phoneNumberId}`) {
      const number = {
        display_phone_number: displayNumber,
        verified_name: 'Example Fibre',
        id: phoneNumberId,
      }
      return { status: 200, json: number }
    }
    if (request.method === 'GET' && path === `/${businessAccountId}/message_templates`) {
      return this.templates
        ? listed(this.templates, request)
        : no(403, 200, '(#200) You do not have the permission required to read the templates')
    }
    return this.#file(path, request)
  }

  #file(path: string, request: FakeRequest): FakeAnswer {
    const [, download, id = ''] = /^\/(media-files\/)?([\w-]+)$/.exec(path) ?? []
    const file = this.media.get(id)
    if (!file)
      return no(400, 100, `Unsupported ${request.method} request. Object with ID '${id}' does not exist`)
    if (download) return { status: 200, bytes: file.bytes, headers: { 'content-type': file.contentType } }
    const sha256 = createHash('sha256').update(file.bytes).digest('hex')
    const url = `http://${request.headers.host}/media-files/${id}`
    return {
      status: 200,
      json: { url, id, mime_type: file.contentType, sha256, file_size: file.bytes.length },
    }
  }

  async #take(request: FakeRequest): Promise<FakeAnswer> {
    const sent = await readMultipart(request)
    const file = sent?.files.file
    if (sent?.fields.messaging_product !== 'whatsapp' || !file) {
      return no(
        400,
        100,
        '(#100) Invalid parameter',
        'The parameters messaging_product and file are required',
      )
    }
    if (!takes.test(file.contentType) || sent.fields.type !== file.contentType) {
      return no(400, 100, `(#100) Param file must be a file with one of the types there are: ${takes.source}`)
    }
    const id = randomUUID()
    this.#uploads.set(id, file)
    return { status: 200, json: { id } }
  }

  #accept(request: FakeRequest): FakeAnswer {
    const kind = this.failures.shift()
    const refused = kind && refusals[kind]
    if (refused) return refused
    const body = (request.json ?? {}) as Record<string, unknown>
    const template = body.type === 'template' ? ((body.template ?? {}) as SentTemplate) : null
    const against = template && refusalOf(this.templates ?? [], template)
    if (against) return no(against.status, against.code, against.message, against.details)
    const said = template
      ? this.#saidByTemplate(template)
      : body.type === 'text'
        ? saidInText(body)
        : this.#saidByFile(body)
    const problem = problemOf(body) ?? (typeof said === 'string' ? said : null)
    if (problem || typeof said === 'string') {
      return no(400, 100, '(#100) Invalid parameter', problem ?? undefined)
    }
    const to = `+${digits(String(body.to))}`
    const ref = typeof body.biz_opaque_callback_data === 'string' ? body.biz_opaque_callback_data : null
    const sent = { at: new Date(), to, ...said, template, wamid: newWamid(), ref }
    this.ledger.push(sent)
    if (this.#number.autoReceipts) {
      for (const status of ['sent', 'delivered', 'read']) this.#webhooks.report({ ...sent, status })
    }
    if (kind === 'accept-then-500') return no(500, 131000, '(#131000) Something went wrong')
    if (kind === 'accept-then-hang-up') return 'hang-up'
    const contacts = [{ input: body.to, wa_id: digits(to) }]
    return { status: 200, json: { messaging_product: 'whatsapp', contacts, messages: [{ id: sent.wamid }] } }
  }

  #saidByTemplate(template: SentTemplate): Said | string {
    const id = mediaId(template)
    const file = this.#uploads.get(id) ?? null
    return id && !file ? 'The header is not a media id of this number' : { text: '', file }
  }

  /** The file uploaded before, or what is wrong with the message. */
  #saidByFile(body: Record<string, unknown>): Said | string {
    const kind = String(body.type)
    const media = (body[kind] ?? {}) as { id?: unknown; caption?: unknown; filename?: unknown }
    const file = this.#uploads.get(String(media.id))
    if (!['image', 'video', 'audio', 'document'].includes(kind))
      return 'Param type is none of those there are'
    if (!file) return `Param ${kind}[id] is not a media id of this number`
    if (kind !== 'document' && !file.contentType.startsWith(`${kind}/`)) return `The media is no ${kind}`
    if (kind === 'audio' && media.caption !== undefined) return 'Unexpected key "caption" on param "audio"'
    const text = String(media.caption ?? '')
    if (text.length > 1024) return `Param ${kind}[caption] must be at most 1024 characters long`
    return { text, file: { ...file, name: String(media.filename ?? file.name) } }
  }
}

/** What Meta takes as media of a message. */
const takes =
  /^(image\/(jpeg|png)|video\/(mp4|3gpp)|audio\/(aac|amr|mpeg|mp4|ogg)|text\/plain|application\/(pdf|msword|vnd\.ms-(excel|powerpoint)|vnd\.openxmlformats-officedocument\..+))$/

type Said = { text: string; file: SentFile | null }

/** The words, or what is wrong with them. */
function saidInText(body: Record<string, unknown>): Said | string {
  const text = (body.text as { body?: unknown } | undefined)?.body
  if (typeof text === 'string' && text !== '' && text.length <= 4096) return { text, file: null }
  return 'Param text[body] must have 1 to 4096 characters'
}

function problemOf(body: Record<string, unknown>): string | null {
  if (body.messaging_product !== 'whatsapp') return 'The parameter messaging_product is required'
  if (typeof body.to !== 'string' || digits(body.to).length < 5) return 'The parameter to is required'
  return null
}
