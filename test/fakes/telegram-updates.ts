/** The updates of one bot: kept until a poll's offset or a webhook's 2xx confirms them, and given out in order. */
import { Deliveries } from './deliveries.ts'

type Update = { update_id: number; [kind: string]: unknown }
type Params = Record<string, unknown>
type WaitEnd = 'updates' | 'newer poll' | 'webhook' | 'over'

export class UpdateQueue {
  #nextId: number
  #queue: Update[] = []
  #webhook: { url: string; secret: string; deliveries: Deliveries } | null = null
  #endWait: ((why: WaitEnd) => void) | null = null
  #idlers: (() => void)[] = []

  constructor(firstUpdateId: number) {
    this.#nextId = firstUpdateId
  }

  /** Adds an update; its id. */
  push(update: Record<string, unknown>): number {
    const entry: Update = { update_id: this.#nextId++, ...update }
    this.#queue.push(entry)
    this.#deliver(entry)
    this.#endWait?.('updates')
    return entry.update_id
  }

  /** getUpdates: offset confirms, timeout (seconds) waits. A newer poll ends an older one with a conflict. */
  async poll(params: Params, gone: AbortSignal): Promise<{ updates: Update[] } | { conflict: string }> {
    if (this.#webhook) return { conflict: "can't use getUpdates method while webhook is active" }
    this.#endWait?.('newer poll')
    const offset = Number(params.offset ?? 0)
    if (offset > 0) this.#confirm(offset)
    const seconds = Number(params.timeout ?? 0)
    const why = this.#queue.length === 0 && seconds > 0 ? await this.#wait(seconds, gone) : 'updates'
    if (why === 'newer poll') return { conflict: 'terminated by other getUpdates request' }
    if (why === 'webhook') return { conflict: 'terminated by setWebhook request' }
    return { updates: this.#queue.slice(0, Math.min(Number(params.limit ?? 100), 100)) }
  }

  /** '' goes back to polling. Returns what is wrong with the address, or null. */
  setWebhook(url: string, secret: string): string | null {
    if (url !== '' && !URL.canParse(url)) return 'invalid webhook URL specified'
    if (!/^[\w-]{0,256}$/.test(secret)) return 'secret token contains unallowed characters'
    this.#webhook?.deliveries.stop()
    this.#webhook = url === '' ? null : { url, secret, deliveries: new Deliveries(() => url) }
    if (this.#webhook) this.#endWait?.('webhook')
    for (const update of this.#queue) this.#deliver(update)
    return null
  }

  webhookInfo(): Record<string, unknown> {
    const problem = this.#webhook?.deliveries.problem()
    return {
      url: this.#webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.#queue.length,
      ...(problem ? { last_error_message: problem } : {}),
    }
  }

  drop(): void {
    this.#keep(() => false)
  }

  /** From now on updates get ids from here, as after a quiet week. */
  jumpTo(updateId: number): void {
    this.#nextId = updateId
  }

  pending(): number {
    return this.#queue.length
  }

  idle(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve()
    return new Promise(resolve => this.#idlers.push(resolve))
  }

  stop(): void {
    this.#webhook?.deliveries.stop()
    this.#endWait?.('over')
    this.drop()
  }

  #deliver(update: Update): void {
    const webhook = this.#webhook
    webhook?.deliveries.post({
      lane: 'updates',
      body: JSON.stringify(update),
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhook.secret },
      onDelivered: () => this.#keep(one => one !== update),
    })
  }

  /** An offset far beyond the newest id is from before a jump of ids and confirms nothing, as on the real server. */
  #confirm(offset: number): void {
    if (offset <= this.#nextId + 10) this.#keep(update => update.update_id >= offset)
  }

  #keep(stays: (update: Update) => boolean): void {
    this.#queue = this.#queue.filter(stays)
    if (this.#queue.length > 0) return
    const done = this.#idlers
    this.#idlers = []
    for (const resolve of done) resolve()
  }

  #wait(seconds: number, gone: AbortSignal): Promise<WaitEnd> {
    return new Promise(resolve => {
      const done = (why: WaitEnd) => {
        clearTimeout(timer)
        gone.removeEventListener('abort', over)
        if (this.#endWait === done) this.#endWait = null
        resolve(why)
      }
      const over = () => done('over')
      const timer = setTimeout(over, seconds * 1000).unref()
      gone.addEventListener('abort', over)
      this.#endWait = done
    })
  }
}
