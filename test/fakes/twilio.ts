/**
 * A Twilio that keeps its own books: the Messages, Media and Accounts resources with Basic auth, signed webhooks, and
 * failures on demand. Its ledger holds what it accepted, whatever the product believes.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json, problem } from './twilio-answers.ts'
import { incomingFields, statusFields } from './twilio-fields.ts'
import { TwilioPosts } from './twilio-posts.ts'

export type TwilioFailure =
  | 'refuse-4xx' // 400, code 21211
  | 'rate-limit' // 429, code 20429, Retry-After 1
  | 'server-error-before' // 500, nothing accepted
  | 'accept-then-500'
  | 'accept-then-hang-up'
  | 'hang' // never answers, nothing accepted
  | 'signed-out' // 401, code 20003

export type TwilioEntry = {
  at: Date
  to: string
  from: string
  body: string
  /** Where Twilio would fetch files. */
  mediaUrls: string[]
  sid: string
  ref: string | null
}

type Media = { contentType: string; bytes: Buffer }
type Stored = TwilioEntry & { status: string; callback: string | null }
type Options = { port?: number; accountSid: string; authToken: string; autoReceipts?: boolean }
type CustomerText = { from: string; to: string; body: string; mediaUrl?: string; media?: Media }

const sid = (prefix: string) => prefix + randomBytes(16).toString('hex')

/** Starts on loopback. With `autoReceipts`, every accepted message is reported sent, then delivered. */
export async function startTwilioFake(options: Options) {
  const fake = new TwilioFake(options)
  await fake.listen(options.port ?? 0)
  return fake
}

export class TwilioFake {
  readonly ledger: TwilioEntry[] = []
  url = ''
  private readonly options: Options
  private readonly stored: Stored[] = []
  private readonly media = new Map<string, Media>()
  private readonly optedOut = new Set<string>()
  private readonly failures: TwilioFailure[] = []
  private readonly posts: TwilioPosts
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy())
  })
  private hookUrl = ''

  constructor(options: Options) {
    this.options = options
    this.posts = new TwilioPosts(options.authToken)
  }

  async listen(port: number) {
    this.server.listen(port, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Where incoming messages of customers are posted. */
  setHookUrl(url: string) {
    this.hookUrl = url
  }

  /** The next message request ends this way; several calls queue up. */
  failNext(kind: TwilioFailure) {
    this.failures.push(kind)
  }

  /** A customer writes; returns the message's sid. The post is repeated until the product takes it. */
  customerTexts(text: CustomerText): string {
    const messageSid = sid(text.media || text.mediaUrl ? 'MM' : 'SM')
    if (/^\s*stop\s*$/i.test(text.body)) this.optedOut.add(text.from)
    if (/^\s*start\s*$/i.test(text.body)) this.optedOut.delete(text.from)
    const mediaUrl = text.media ? this.hostMedia(messageSid, text.media) : text.mediaUrl
    const { accountSid } = this.options
    const fields = incomingFields(accountSid, { ...text, messageSid, mediaUrl })
    this.posts.inOrder([{ url: this.hookUrl, fields }])
    return messageSid
  }

  /** Reports states of an accepted message to its status callback, in this order. */
  report(messageSid: string, statuses: string[], errorCode?: string) {
    const message = this.stored.find(entry => entry.sid === messageSid)
    if (!message) throw new Error(`no message ${messageSid}`)
    message.status = statuses.at(-1) ?? message.status
    const { callback } = message
    if (!callback) return
    this.posts.inOrder(
      statuses.map(status => ({
        url: callback,
        fields: statusFields(this.options.accountSid, { ...message, status, errorCode }),
      })),
    )
  }

  /** How many posts (or chains of receipts) the product has not taken yet. */
  pending() {
    return this.posts.pending()
  }

  /** Resolves when nothing is pending. */
  idle() {
    return this.posts.idle()
  }

  async stop() {
    await this.posts.stop()
    this.server.closeAllConnections()
    if (!this.server.listening) return
    this.server.close()
    await once(this.server, 'close')
  }

  /** Hosts a file as Twilio does and returns its address: token needed, then a redirect to storage. */
  hostMedia(messageSid: string, media: Media): string {
    const id = sid('ME')
    this.media.set(id, media)
    return `${this.url}/2010-04-01/Accounts/${this.options.accountSid}/Messages/${messageSid}/Media/${id}`
  }

  private async serve(request: IncomingMessage, response: ServerResponse) {
    const chunks = (await request.toArray()) as Buffer[]
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
    const url = new URL(request.url ?? '/', this.url)
    if (url.pathname.startsWith('/storage/')) return this.serveStorage(request, response, url)
    if (!this.authorized(request)) return problem(response, 401, 20003, 'Authenticate')
    const base = `/2010-04-01/Accounts/${this.options.accountSid}`
    const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : null
    if (path === '.json') return json(response, 200, this.account())
    if (path === '/Messages.json' && request.method === 'POST') return this.create(form, response)
    if (path === '/Messages.json') return json(response, 200, this.list(url.searchParams))
    const file = /^\/Messages\/\w+\/Media\/(\w+)$/.exec(path ?? '')
    if (file) return response.writeHead(307, { location: `/storage/${file[1]}` }).end()
    const one = this.stored.find(entry => path === `/Messages/${entry.sid}.json`)
    if (one) return json(response, 200, this.resource(one))
    problem(response, 404, 20404, `The requested resource ${url.pathname} was not found`)
  }

  /** The storage host is a stranger: it refuses a request that shows it Twilio's token. */
  private serveStorage(request: IncomingMessage, response: ServerResponse, url: URL) {
    const media = this.media.get(url.pathname.slice('/storage/'.length))
    if (request.headers.authorization) return response.writeHead(400).end('only one auth mechanism allowed')
    if (!media) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': media.contentType }).end(media.bytes)
  }

  private authorized(request: IncomingMessage) {
    const { accountSid, authToken } = this.options
    const right = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
    return request.headers.authorization === `Basic ${right}`
  }

  private create(form: URLSearchParams, response: ServerResponse) {
    const failure = this.failures.shift()
    if (failure === 'hang') return
    if (failure === 'signed-out') return problem(response, 401, 20003, 'Authenticate')
    if (failure === 'refuse-4xx') return problem(response, 400, 21211, "Invalid 'To' Phone Number")
    if (failure === 'server-error-before') return problem(response, 500, 20500, 'Internal Server Error')
    if (failure === 'rate-limit') {
      response.setHeader('retry-after', '1')
      return problem(response, 429, 20429, 'Too Many Requests')
    }
    const refused = this.refusal(form)
    if (refused) return problem(response, 400, ...refused)
    const message = this.accept(form)
    if (failure === 'accept-then-500') problem(response, 500, 20500, 'Internal Server Error')
    else if (failure === 'accept-then-hang-up') response.destroy()
    else json(response, 201, this.resource(message))
    if (this.options.autoReceipts) this.report(message.sid, ['sent', 'delivered'])
  }

  private refusal(form: URLSearchParams): [number, string] | null {
    const to = form.get('To') ?? ''
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return [21211, `Invalid 'To' Phone Number: ${to}`]
    if (!form.get('From') && !form.get('MessagingServiceSid')) return [21603, "A 'From' number is required"]
    if (!form.get('Body') && !form.get('MediaUrl')) return [21602, 'Message body is required']
    if (form.getAll('MediaUrl').some(url => !URL.canParse(url))) return [21620, 'Invalid media URL(s)']
    if (form.getAll('MediaUrl').length > 10) return [21623, 'Number of media files exceeds allowed limit']
    if ((form.get('Body') ?? '').length > 1600) return [21617, 'The message body exceeds 1600 characters']
    return this.optedOut.has(to) ? [21610, 'Attempt to send to unsubscribed recipient'] : null
  }

  private accept(form: URLSearchParams): Stored {
    const callback = form.get('StatusCallback')
    const entry: TwilioEntry = {
      at: new Date(),
      to: form.get('To') ?? '',
      from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
      body: form.get('Body') ?? '',
      mediaUrls: form.getAll('MediaUrl'),
      sid: sid('SM'),
      ref: callback && URL.canParse(callback) ? new URL(callback).searchParams.get('ref') : null,
    }
    const stored = { ...entry, status: 'queued', callback }
    this.ledger.push(entry)
    this.stored.push(stored)
    return stored
  }

  /** Newest first, by To and by day sent: DateSent=, DateSent>= and DateSent<=, as the real list takes them. */
  private list(query: URLSearchParams) {
    const day = (entry: Stored) => entry.at.toISOString().slice(0, 10)
    const messages = this.stored
      .filter(entry => entry.to === (query.get('To') ?? entry.to))
      .filter(entry => day(entry) === (query.get('DateSent') ?? day(entry)))
      .filter(entry => day(entry) >= (query.get('DateSent>') ?? ''))
      .filter(entry => day(entry) <= (query.get('DateSent<') ?? '9999'))
      .map(entry => this.resource(entry))
      .reverse()
    return { messages, page: 0, page_size: 50, next_page_uri: null }
  }

  private resource(entry: Stored) {
    const at = entry.at.toUTCString().replace('GMT', '+0000')
    const { sid, to, from, body, status } = entry
    const account_sid = this.options.accountSid
    return {
      sid,
      account_sid,
      to,
      from,
      body,
      status,
      date_created: at,
      date_sent: at,
      direction: 'outbound-api',
    }
  }

  private account() {
    return { sid: this.options.accountSid, friendly_name: 'Example account', status: 'active', type: 'Full' }
  }
}
