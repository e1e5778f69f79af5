/** Answers that did not arrive: how many there are, those on the screen, and what became of them since. */
import { client, ok } from '../api/client.ts'
import type { ConversationEvent, FailedMessage, MessageState } from '../api/types.ts'
import { Paged } from '../records/paged.svelte.ts'

const soonMs = 400
/** The server counts no further. */
const mostCounted = 100

const isTrouble = (state: MessageState | undefined) => state === 'failed' || state === 'unknown'

class FailedMessages {
  count = $state(0)
  /** What became of those on the screen since they were fetched: they stay in their place. */
  since = $state.raw<Record<string, MessageState>>({})
  /** Failed since, and not on the screen. */
  fresh = $state.raw<string[]>([])
  list = new Paged<FailedMessage>(async (_query, cursor) => {
    const query = cursor ? { cursor } : {}
    const page = await ok(client.GET('/api/messages/failed', { params: { query } }))
    this.count = page.count
    if (!cursor) {
      this.since = {}
      this.fresh = []
    }
    return page
  })
  #timer: ReturnType<typeof setTimeout> | undefined

  get counted(): string {
    return this.count >= mostCounted ? `${mostCounted - 1}+` : String(this.count)
  }

  stateOf(row: FailedMessage): MessageState {
    return this.since[row.messageId] ?? row.state
  }

  /** Connected, again or for the first time. */
  resume(): void {
    this.#countSoon()
    if (this.list.rows) void this.list.again()
  }

  hear({ message }: Pick<ConversationEvent, 'message'>): void {
    if (message?.direction !== 'out') return
    const isHere = this.list.rows?.some(row => row.messageId === message.id) ?? false
    if (isHere) this.since = { ...this.since, [message.id]: message.state }
    if (isTrouble(message.state)) {
      if (!isHere) this.fresh = [...new Set([...this.fresh, message.id])]
      this.#countSoon()
    } else if (this.count > 0) {
      this.fresh = this.fresh.filter(id => id !== message.id)
      this.#countSoon()
    }
  }

  #countSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), soonMs)
  }

  /** A failure is silent: the next event, or the next connection, asks again. */
  async #ask(): Promise<void> {
    const answer = await ok(client.GET('/api/messages/failed', { params: { query: { limit: 1 } } })).catch(
      () => null,
    )
    if (answer) this.count = answer.count
  }
}

export const failedMessages = new FailedMessages()
