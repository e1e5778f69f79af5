/**
 * Messages written here that the server has not confirmed yet. Each has its id from the first moment, so sending it
 * again after a lost answer is safe; they outlive a closed page.
 */
import { v7 as uuidv7 } from 'uuid'
import { conversations } from '../api/calls.ts'
import { Failure, wordsOf } from '../api/client.ts'
import type { Message } from '../api/types.ts'
import { live } from '../live/live.svelte.ts'
import { readStored, store } from '../live/stored.ts'
import { session } from '../session/session.svelte.ts'
import type { Mode } from './drafts.svelte.ts'

export type Pending = {
  id: string
  /** Who wrote it: nobody else at this browser sees or sends it. */
  memberId: string
  conversationId: string
  mode: Mode
  text: string
  /** Colleagues and teams a note names. */
  mentions?: string[]
  inboxId: string
  /** Which of their addresses; the best one without it. */
  identityId?: string
  channel: string
  lastSeenSeq: number
  sendAnyway: boolean
  /** When it is to go out; null: at once. */
  sendAfter: string | null
  /** Room to undo. */
  holdSeconds: number
  writtenAt: string
  /** sending; waiting for the network; held because others wrote meanwhile; refused with words. */
  state: 'sending' | 'waiting' | 'held' | 'refused'
  words: string
  unseen: Message[]
}

const slowestRetryMs = 15_000

class Outbox {
  items = $state.raw<Pending[]>(
    readStored<Pending[]>('outbox', []).map(item =>
      item.state === 'sending' ? { ...item, state: 'waiting' } : item,
    ),
  )
  #attempts = new Map<string, number>()

  of(conversationId: string): Pending[] {
    return this.items.filter(
      item => item.conversationId === conversationId && item.memberId === session.memberId,
    )
  }

  write(
    message: Pick<
      Pending,
      | 'conversationId'
      | 'mode'
      | 'text'
      | 'mentions'
      | 'inboxId'
      | 'identityId'
      | 'channel'
      | 'lastSeenSeq'
      | 'sendAfter'
      | 'holdSeconds'
    >,
  ): void {
    const item: Pending = {
      ...message,
      id: uuidv7(),
      memberId: session.memberId,
      sendAnyway: false,
      writtenAt: new Date().toISOString(),
      state: 'sending',
      words: '',
      unseen: [],
    }
    this.#set([...this.items, item])
    void this.#send(item.id)
  }

  /** Sends a held one although others wrote meanwhile; they have been shown now. */
  sendAnyway(id: string): void {
    const item = this.items.find(one => one.id === id)
    if (!item) return
    const lastSeenSeq = Math.max(item.lastSeenSeq, ...item.unseen.map(message => message.seq))
    this.#change(id, { sendAnyway: true, lastSeenSeq, unseen: [] })
    void this.#send(id)
  }

  /** Takes one out; its text is for whoever asked. */
  take(id: string): string {
    const item = this.items.find(one => one.id === id)
    this.#set(this.items.filter(one => one.id !== id))
    return item?.text ?? ''
  }

  /** The network is back: what waits goes out, oldest first. */
  async resume(): Promise<void> {
    for (const item of this.items) {
      if (item.state === 'waiting' && item.memberId === session.memberId) await this.#send(item.id)
    }
  }

  async #send(id: string): Promise<void> {
    const item = this.items.find(one => one.id === id)
    if (!item) return
    this.#change(id, { state: 'sending', words: '' })
    try {
      const message = await this.#post(item)
      live.dispatch({ type: 'written', message })
      this.#set(this.items.filter(one => one.id !== id))
      this.#attempts.delete(id)
    } catch (error) {
      this.#failed(id, error)
    }
  }

  #post(item: Pending): Promise<Message> {
    const { id, text, mentions, inboxId, identityId, lastSeenSeq, sendAnyway, sendAfter, holdSeconds } = item
    return item.mode === 'note'
      ? conversations.note(item.conversationId, { id, text, ...(mentions && { mentions }) })
      : conversations.reply(item.conversationId, {
          id,
          text,
          inboxId,
          ...(identityId ? { identityId } : {}),
          lastSeenSeq,
          sendAnyway,
          sendAfter,
          holdSeconds,
        })
  }

  #failed(id: string, error: unknown): void {
    if (error instanceof Failure && error.isNetwork) {
      const attempt = (this.#attempts.get(id) ?? 0) + 1
      this.#attempts.set(id, attempt)
      this.#change(id, { state: 'waiting', words: error.message })
      const again = () => {
        const waiting = this.items.find(one => one.id === id && one.state === 'waiting')
        if (waiting?.memberId === session.memberId) void this.#send(id)
      }
      setTimeout(again, Math.min(slowestRetryMs, 500 * 2 ** attempt))
      return
    }
    const unseen =
      error instanceof Failure ? (error.body as { unseen?: Message[] } | undefined)?.unseen : undefined
    if (unseen?.length) this.#change(id, { state: 'held', words: wordsOf(error), unseen })
    else this.#change(id, { state: 'refused', words: wordsOf(error) })
  }

  #change(id: string, change: Partial<Pending>): void {
    this.#set(this.items.map(item => (item.id === id ? { ...item, ...change } : item)))
  }

  #set(items: Pending[]): void {
    this.items = items
    store('outbox', items.length > 0 ? items : null)
  }
}

export const outbox = new Outbox()
