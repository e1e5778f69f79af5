/**
 * The contract every way of talking fulfils. An adapter is a pure translator between a provider's protocol and the
 * words below: it knows no database, no tenant and no customer. The hub never names a channel; what differs between
 * them is said in `abilities`.
 */
import type { z } from 'zod'
import type { FileAbilities, OutgoingFile } from './outgoing-file.ts'
import type { FilledTemplate, MessageTemplate, TemplateNews } from './template.ts'

export type { FileAbilities, OutgoingFile } from './outgoing-file.ts'
export type * from './template.ts'

/** An address of a person on some network. WhatsApp and SMS share `phone`, so one person stays one person. */
export type Address = {
  kind: 'phone' | 'email' | 'telegram'
  /** Canonical: phone in E.164 with "+", email in lower case, Telegram chat id as decimal text. */
  value: string
  name?: string | undefined
}

/** What a channel can do. The hub, the composer and the conformance suite look only here. */
export type Abilities = {
  /** The kind of address `send` can write to. */
  writesTo: Address['kind']
  /** Incoming files are described in `IncomingMessage.attachments` and fetched with `fetchFile`. */
  attachments: boolean
  /** What files an answer may carry; null where it carries none. */
  files: FileAbilities | null
  html: boolean
  /** Messages carry a subject line. */
  subject: boolean
  /** The furthest state a provider's receipts can reach. */
  receipts: 'none' | 'sent' | 'delivered' | 'read'
  /** Free text is only accepted this long after the customer's last message; null means always. */
  replyWindowHours: number | null
  /** Messages approved beforehand go out at any time, also as the first one: `Channel.templates` lists them. */
  templates: boolean
  /** `references`: provider threads by reference ids (email); `none`: one running chat per person. */
  threading: 'none' | 'references'
  maxTextLength: number
  /**
   * Words that alone make a message and mean "write no more" (`out`) or "write again" (`in`), in capitals; null where
   * people have other ways to say so.
   */
  optOut: { out: string[]; in: string[] } | null
}

export type IncomingAttachment = {
  /** What `fetchFile` needs to get the bytes: a provider media id, a URL, a MIME part number. */
  ref: string
  name: string
  contentType: string
  sizeBytes: number | null
}

export type IncomingMessage = {
  type: 'message'
  /** The provider's id of this message, unique within the inbox. */
  externalId: string
  from: Address
  /** Plain text as the customer wrote it; '' when only files came. */
  text: string
  html?: string | undefined
  subject?: string | undefined
  /** When the provider says it was written; null when it does not say. */
  sentAt: Date | null
  attachments: IncomingAttachment[]
  /** External ids this message answers, nearest first. Empty when the channel does not thread. */
  references: string[]
  /** Auto-replies, bounces and list mail (RFC 3834): kept and shown, never answered automatically. */
  automatic: boolean
  /** Short words on anything odd that the agent should see, e.g. "no sender address". */
  flags: string[]
}

export type ReceiptState = 'sent' | 'delivered' | 'read' | 'failed'

export type IncomingReceipt = {
  type: 'receipt'
  /** The provider's id of our message, when the receipt carries it. */
  externalId: string | null
  /** Our own attempt id, when the provider echoes it; settles attempts whose outcome was unknown. */
  ref: string | null
  state: ReceiptState
  /** The provider's own words when `state` is failed. */
  reason?: { code: string; words: string } | undefined
  at: Date | null
}

/** A kind of update this adapter does not handle. The raw item is kept; nothing is thrown away. */
export type UnknownEvent = { type: 'unknown'; kind: string }

export type ChannelEvent = IncomingMessage | IncomingReceipt | TemplateNews | UnknownEvent

/** One element of what a provider sent, as it is stored before the provider gets its answer. */
export type RawItem = {
  /** The provider's key for this element: storing the same key twice in one inbox is a no-op. At most 300 characters. */
  key: string
  /** Exactly the bytes `read` will be given, now or at any replay. */
  raw: Buffer
  /** The provider's account this element is addressed to, when one hook serves several (WhatsApp phone_number_id). */
  account?: string | undefined
}

export type HookRequest = {
  method: string
  /** The public URL as the provider called it: PUBLIC_URL + path + query. Signatures are computed over this. */
  url: string
  /** Lower-case names. */
  headers: Record<string, string | undefined>
  query: Record<string, string | undefined>
  /** The raw bytes, untouched. */
  body: Buffer
}

export type HookAnswer = { status: number; contentType?: string; body?: string }

/** How a provider's webhooks are taken in. All functions are pure and never throw on bad input. */
export type Hook<S> = {
  /** Answers a provider's set-up handshake (WhatsApp hub.challenge); null when the request is none. */
  handshake?(request: HookRequest, settings: S): HookAnswer | null
  /** True only when the signature over the raw bytes is right. Constant-time. An empty secret never matches. */
  verify(request: HookRequest, settings: S): boolean
  /** Every element of the payload as its own item, unknown kinds included; null when the body cannot be parsed. */
  split(request: HookRequest): RawItem[] | null
  /** What the provider wants to read after we stored its items; default 200 with an empty body. */
  answer?: HookAnswer
}

export type Outgoing = {
  /** Id of this delivery attempt; adapters hand it to the provider where it will be echoed in receipts. */
  attemptId: string
  /** Id of our message; stable over attempts. */
  messageId: string
  to: Address
  /** '' only where files come along. */
  text: string
  files: OutgoingFile[]
  /** Goes out in place of `text`, which then holds the words as they will be read. */
  template?: FilledTemplate | undefined
  subject?: string | undefined
  /** External ids of the thread so far, oldest first; the last is the one answered. */
  references: string[]
  /** Where this inbox's provider posts receipts: PUBLIC_URL/hooks/<channel>/<key>. */
  hookUrl: string
}

export type Sent = { externalId: string }

/**
 * Why a send (or check, or fetch) did not succeed.
 * - retry: certainly not accepted by the provider; the same message may be sent again later
 * - rejected: the provider refused this message for good
 * - signed-out: the account's credentials no longer work; nothing from this inbox will go out until reconnected
 * - unknown: it may or may not have been accepted (timeout, reset or 5xx after the body went out); never resent silently
 */
export class ChannelFailure extends Error {
  override name = 'ChannelFailure'
  readonly outcome: 'retry' | 'rejected' | 'signed-out' | 'unknown'
  /** The provider's error code, or ours when there was no answer. */
  readonly code: string
  readonly retryAfterMs: number | undefined
  constructor(
    outcome: 'retry' | 'rejected' | 'signed-out' | 'unknown',
    words: string,
    more: { code?: string; retryAfterMs?: number | undefined } = {},
  ) {
    super(words)
    this.outcome = outcome
    this.code = more.code ?? outcome
    this.retryAfterMs = more.retryAfterMs
  }
}

export type HttpAnswer = { status: number; headers: Record<string, string | undefined>; body: Buffer }

/** What the hub lends an adapter: the only ways out of this machine. */
export type Io = {
  /**
   * One HTTP request, no redirects. Throws ChannelFailure('retry') when the request certainly never left (refused,
   * no such host) and ChannelFailure('unknown') when the connection broke or timed out after that.
   */
  http(
    url: string,
    init?: {
      method?: string
      headers?: Record<string, string>
      body?: string | Buffer
      timeoutMs?: number
      maxBytes?: number
    },
  ): Promise<HttpAnswer>
  /** The checked address to connect to for a host a user named. Throws ChannelFailure('rejected') for forbidden ones. */
  resolve(host: string, port?: number): Promise<string>
}

/** What a long-lived connection (IMAP IDLE, long polling) is given. */
export type Link = Io & {
  /** The cursor stored with the last committed items; null on the first run. */
  cursor: string | null
  /** Resolves once the items and the cursor are committed together. Only then may the provider be told. */
  store(items: RawItem[], cursor: string): Promise<void>
  /** Called whenever the link comes up or goes quiet, so that people see a dead channel. */
  health(state: 'connected' | 'reconnecting', words?: string): void
  /** Aborted when the link must end; `connect` then resolves soon. */
  signal: AbortSignal
}

export type Channel<S = unknown> = {
  /** Folder name, also the path under /hooks: email, telegram, sms, whatsapp. */
  kind: string
  /** As people read it: "Email", "WhatsApp". */
  title: string
  abilities: Abilities
  /**
   * One account's credentials. The settings form is drawn from its JSON schema: `.meta({ title, description })`
   * on every field, `.meta({ secret: true })` on those that are never shown again.
   */
  settings: z.ZodType<S>
  /** The provider's name of this account (phone number id, bot id, mailbox): unique per tenant and channel. */
  accountOf(settings: S): string
  hook?: Hook<S>
  /** Raw item -> events, in order. Pure; never throws: what it cannot read becomes an `unknown` event. */
  read(raw: Buffer): ChannelEvent[] | Promise<ChannelEvent[]>
  /** Resolves only when the provider accepted the message; throws ChannelFailure otherwise. */
  send(outgoing: Outgoing, settings: S, io: Io): Promise<Sent>
  /** Keeps a connection until it breaks (rejects) or `link.signal` aborts (resolves). The hub reconnects with back-off. */
  connect?(settings: S, link: Link): Promise<void>
  /** False when this account's settings do not want a link (Telegram in webhook mode). Default true. */
  wantsLink?(settings: S): boolean
  /** Proves the credentials against the provider; returns the account in people's words. Throws ChannelFailure. */
  check(settings: S, io: Io): Promise<{ account: string }>
  /** Present exactly where `abilities.templates` is true. */
  templates?: {
    /** What is missing in these settings before templates can be listed, in words; null: nothing. */
    missing(settings: S): string | null
    /** All the account has, of every status. Throws ChannelFailure. */
    list(settings: S, io: Io): Promise<MessageTemplate[]>
  }
  /** Tells the provider where our hook is, when it can be told by API. */
  register?(settings: S, hookUrl: string, io: Io): Promise<void>
  /** The bytes of one attachment. `raw` is the stored item it came in. */
  fetchFile?(
    ref: string,
    raw: Buffer,
    settings: S,
    io: Io,
  ): Promise<{ bytes: Buffer; contentType?: string | undefined }>
}
