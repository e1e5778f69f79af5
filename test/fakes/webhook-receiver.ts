/**
 * A program that is told what happens: it checks every request as Standard Webhooks asks, keeps a ledger of what it
 * accepted, and fails in all the ways receivers do.
 */
import { Webhook } from 'standardwebhooks'
import { type FakeAnswer, type FakeRequest, type Ledger, startFakeServer } from './fake-server.ts'

export type Told = {
  id: string
  type: string
  timestamp: string
  data: Record<string, unknown>
  signatures: string[]
}

/**
 * - a number: answered with that status, not in the ledger
 * - redirect: 302 to `elsewhere`, not in the ledger
 * - hang-up: the socket is destroyed, not in the ledger
 * - accept-then-hang-up: in the ledger, the socket is destroyed without an answer
 * - flood: 200 with more than anyone wants to read, not in the ledger
 */
export type ReceiverFailure =
  | number
  | { status: number; retryAfter: string }
  | { redirect: string }
  | 'hang-up'
  | 'accept-then-hang-up'
  | 'flood'

export class WebhookReceiver {
  /** What was verified and accepted, in order. */
  readonly ledger: Ledger<Told> = []
  /** Everything that came in, verified or not. */
  readonly requests: FakeRequest[] = []
  /** Why requests were not believed. */
  readonly disbelieved: string[] = []
  url = ''
  private readonly secrets: string[] = []
  private readonly failures: ReceiverFailure[] = []
  private readonly watching = new Set<() => void>()
  private held: Promise<void> | undefined
  private letGo = () => {}
  private stopServer = async () => {}

  async listen(): Promise<void> {
    const server = await startFakeServer(request => this.serve(request))
    this.url = `${server.url}/hook`
    this.stopServer = () => server.stop()
  }

  /** Requests must carry a signature of one of the secrets trusted so far. */
  trust(secret: string): void {
    this.secrets.push(secret)
  }

  forget(secret: string): void {
    this.secrets.splice(this.secrets.indexOf(secret), 1)
  }

  /** The next verified requests end like this, one each. */
  failNext(...failures: ReceiverFailure[]): void {
    this.failures.push(...failures)
  }

  /** Takes requests in but answers none until `release`. */
  hold(): void {
    this.held = new Promise(resolve => {
      this.letGo = resolve
    })
  }

  release(): void {
    this.letGo()
    this.held = undefined
  }

  /** Resolves when the receiver's books show what is asked for; the caller's test bounds the wait. */
  until(holds: (receiver: this) => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (!holds(this)) return
        this.watching.delete(look)
        resolve()
      }
      this.watching.add(look)
      look()
    })
  }

  async stop(): Promise<void> {
    this.release()
    await this.stopServer()
  }

  private async serve(request: FakeRequest): Promise<FakeAnswer> {
    this.requests.push(request)
    this.changed()
    await this.held
    const told = this.verify(request)
    if (!told) return { status: 401, json: { error: 'signature' } }
    const failure = this.failures.shift()
    if (failure === undefined || failure === 'accept-then-hang-up')
      this.ledger.push({ ...told, at: new Date() })
    this.changed()
    return answerOf(failure)
  }

  private verify(request: FakeRequest): Told | null {
    const headers = request.headers as Record<string, string>
    for (const secret of this.secrets) {
      try {
        const payload = new Webhook(secret).verify(request.body, headers) as Omit<Told, 'signatures'>
        const signatures = (headers['webhook-signature'] ?? '').split(' ')
        return { ...payload, id: headers['webhook-id'] ?? '', signatures }
      } catch (error) {
        this.disbelieved.push(String(error))
      }
    }
    return null
  }

  private changed(): void {
    for (const look of [...this.watching]) look()
  }
}

function answerOf(failure: ReceiverFailure | undefined): FakeAnswer {
  if (failure === undefined) return { status: 204, bytes: Buffer.alloc(0) }
  if (failure === 'hang-up' || failure === 'accept-then-hang-up') return 'hang-up'
  if (failure === 'flood') return { status: 200, bytes: Buffer.alloc(200_000, 'x') }
  if (typeof failure === 'number') return { status: failure }
  if ('redirect' in failure) return { status: 302, headers: { location: failure.redirect } }
  return { status: failure.status, headers: { 'retry-after': failure.retryAfter } }
}

/** Starts on a free loopback port. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const receiver = new WebhookReceiver()
  await receiver.listen()
  return receiver
}
