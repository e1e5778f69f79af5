/**
 * The push service of a browser's maker (RFC 8030) with the browsers behind it: it checks who sends (RFC 8292), opens each
 * message as the browser would (RFC 8291), keeps a ledger of what it took, and fails in all the ways services do.
 */
import { randomUUID } from 'node:crypto'
import { type FakeAnswer, type FakeRequest, type Ledger, startFakeServer } from './fake-server.ts'
import { decryptAsBrowser, newBrowserKeys, type PushBrowserKeys, readVapid } from './push-browser.ts'

/** What a page hands on after `pushManager.subscribe`. */
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }

export type Pushed = {
  endpoint: string
  /** What the browser read. */
  message: Record<string, unknown>
  clearBytes: number
  ttl: number
  urgency: string
  topic: string
  contact: string
}

/**
 * - a number, or one with Retry-After: answered so, not in the ledger
 * - hang-up: the socket is destroyed, not in the ledger
 * - hang: no answer, not in the ledger
 * - accept-then-hang-up: in the ledger, the socket is destroyed without an answer
 * - accept-then-hang: in the ledger, no answer
 */
export type PushFailure =
  | number
  | { status: number; retryAfter: string }
  | 'hang-up'
  | 'hang'
  | 'accept-then-hang-up'
  | 'accept-then-hang'

const urgencies = new Set(['very-low', 'low', 'normal', 'high'])
const dayMs = 86_400_000

export class PushService {
  /** What was verified, opened and taken, in order. */
  readonly ledger: Ledger<Pushed> = []
  /** Everything that came in. */
  readonly requests: FakeRequest[] = []
  /** Why requests were not believed. */
  readonly disbelieved: string[] = []
  url = ''
  /** Larger bodies are answered 413. */
  mostBodyBytes = 4_096
  private readonly browsers = new Map<string, { keys: PushBrowserKeys; serverKey: string }>()
  private readonly failures: PushFailure[] = []
  private stopServer = async () => {}

  async listen(): Promise<void> {
    const server = await startFakeServer(request => this.serve(request))
    this.url = server.url
    this.stopServer = () => server.stop()
  }

  /** A browser subscribes, for messages signed with this key (base64url). */
  subscribe(serverKey: string): Subscription {
    const keys = newBrowserKeys()
    const path = `/send/${randomUUID()}`
    this.browsers.set(path, { keys, serverKey })
    const text = (bytes: Buffer) => bytes.toString('base64url')
    return { endpoint: `${this.url}${path}`, keys: { p256dh: text(keys.p256dh), auth: text(keys.auth) } }
  }

  /** The browser withdrew: its address is not known any more. */
  forget({ endpoint }: Pick<Subscription, 'endpoint'>): void {
    this.browsers.delete(new URL(endpoint).pathname)
  }

  /** The next believed requests end like this, one each. */
  failNext(...failures: PushFailure[]): void {
    this.failures.push(...failures)
  }

  /** Empty books, and nothing that is to fail any more. */
  reset(): void {
    this.ledger.length = 0
    this.requests.length = 0
    this.disbelieved.length = 0
    this.failures.length = 0
    this.mostBodyBytes = 4_096
  }

  stop(): Promise<void> {
    return this.stopServer()
  }

  private serve(request: FakeRequest): FakeAnswer {
    this.requests.push(request)
    const browser = this.browsers.get(request.path)
    if (!browser) return { status: 410 }
    if (request.body.length > this.mostBodyBytes) return { status: 413 }
    let pushed: Pushed
    try {
      pushed = this.read(request, browser)
    } catch (error) {
      this.disbelieved.push(String(error))
      return { status: 400 }
    }
    const failure = this.failures.shift()
    if (failure === undefined || failure === 'accept-then-hang-up' || failure === 'accept-then-hang') {
      this.ledger.push({ ...pushed, at: new Date() })
    }
    if (failure === undefined)
      return { status: 201, headers: { location: `${this.url}/sent/${randomUUID()}` } }
    if (failure === 'accept-then-hang-up') return 'hang-up'
    if (failure === 'accept-then-hang') return 'hang'
    if (typeof failure === 'string') return failure
    if (typeof failure === 'number') return { status: failure }
    return { status: failure.status, headers: { 'retry-after': failure.retryAfter } }
  }

  private read(
    request: FakeRequest,
    { keys, serverKey }: { keys: PushBrowserKeys; serverKey: string },
  ): Pushed {
    const { headers, body, method } = request
    const demand = (holds: boolean, words: string) => {
      if (!holds) throw new Error(words)
    }
    demand(method === 'POST', 'messages are posted')
    const vapid = readVapid(headers.authorization ?? '')
    demand(vapid.isSigned && vapid.header.alg === 'ES256', 'the token is not signed with ES256 by its key')
    demand(vapid.key.toString('base64url') === serverKey, 'signed with another key than subscribed for')
    demand(vapid.claims.aud === this.url, 'the token is for another service')
    const leftMs = (vapid.claims.exp ?? 0) * 1_000 - Date.now()
    demand(leftMs > 0 && leftMs <= dayMs, 'the token is over, or good for more than 24 hours')
    demand(/^(mailto:.+@|https:\/\/)/.test(vapid.claims.sub ?? ''), 'nobody to write to')
    demand(headers['content-encoding'] === 'aes128gcm', 'not aes128gcm')
    demand(/^\d+$/.test(headers.ttl ?? ''), 'no TTL')
    demand(urgencies.has(headers.urgency ?? ''), 'no such urgency')
    demand(/^[\w-]{1,32}$/.test(headers.topic ?? ''), 'no topic of up to 32 letters')
    const clear = decryptAsBrowser(body, keys)
    return {
      endpoint: `${this.url}${request.path}`,
      message: JSON.parse(clear.toString('utf8')),
      clearBytes: clear.length,
      ttl: Number(headers.ttl),
      urgency: headers.urgency ?? '',
      topic: headers.topic ?? '',
      contact: vapid.claims.sub ?? '',
    }
  }
}

/** Starts on a free loopback port. */
export async function startPushService(): Promise<PushService> {
  const service = new PushService()
  await service.listen()
  return service
}
