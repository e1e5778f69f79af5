/**
 * Messages written here that the server has not confirmed yet. Each has its id from the first moment, so sending it
 * again after a lost answer is safe; they outlive a closed page. All tabs show them, and of each conversation one tab
 * sends them, oldest first.
 */
import { v7 as uuidv7 } from 'uuid'
import { conversations } from '../api/calls.ts'
import { Failure, wordsOf } from '../api/client.ts'
import type { Message } from '../api/types.ts'
import { live } from '../live/live.svelte.ts'
import { whenStoredElsewhere } from '../live/stored.ts'
import { whileAwake } from '../live/while-awake.ts'
import { session } from '../session/session.svelte.ts'
import { onlyHere } from './only-here.ts'
import { allKept, inOrder, isOnItsWay, keep, keepNot, kept, keptUnder, type Pending } from './pending.ts'

export type { Pending } from './pending.ts'

const slowestRetryMs = 15_000

class Outbox {
  /** Which tab sends them is not known yet. */
  items = $state.raw<Pending[]>(
    allKept().map(item => (item.state === 'sending' ? { ...item, state: 'waiting' } : item)),
  )
  /** What the storage did not take: no other tab knows of it. */
  #unkept = new Set<string>()
  /** By conversation: ends the pause before the next try. */
  #senders = new Map<string, () => void>()
  #awake = new AbortController()

  of(conversationId: string): Pending[] {
    return this.items.filter(item => item.conversationId === conversationId && isOwn(item))
  }

  /** Takes part in sending and in what other tabs write; returns how to stop. */
  start(): () => void {
    const endHearing = whenStoredElsewhere(key => this.#hear(key))
    const endSending = whileAwake(() => {
      this.#awake = new AbortController()
      this.resume()
      return () => this.#awake.abort()
    })
    return () => {
      endHearing()
      endSending()
    }
  }

  write(
    message: Pick<
      Pending,
      | 'conversationId'
      | 'mode'
      | 'text'
      | 'files'
      | 'template'
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
    this.#put(item)
    this.#send(item.conversationId)
  }

  /** Sends a held one although others wrote meanwhile; they have been shown now. */
  sendAnyway(id: string): void {
    const item = this.items.find(one => one.id === id)
    if (!item) return
    const lastSeenSeq = Math.max(item.lastSeenSeq, ...item.unseen.map(message => message.seq))
    this.#put({ ...item, state: 'sending', words: '', sendAnyway: true, lastSeenSeq, unseen: [] })
    this.#send(item.conversationId)
  }

  /** Takes one out; its words and files are for whoever asked. */
  take(id: string): Pick<Pending, 'text' | 'files' | 'template'> {
    const item = this.items.find(one => one.id === id)
    this.#remove(id)
    return item ?? { text: '' }
  }

  /** The network is back: what waits goes out. */
  resume(): void {
    const waiting = this.items.filter(item => isOwn(item) && isOnItsWay(item))
    for (const conversationId of new Set(waiting.map(item => item.conversationId))) this.#send(conversationId)
  }

  /** Sends what waits in this conversation, or stands in line behind the tab that does. */
  #send(conversationId: string): void {
    const again = this.#senders.get(conversationId)
    if (again) {
      again()
      return
    }
    const { signal } = this.#awake
    this.#senders.set(conversationId, () => {})
    const name = `trunkline:send:${session.memberId}:${conversationId}`
    const isOver = onlyHere(name, signal, () => this.#sendAll(conversationId, signal))
    void isOver
      .finally(() => this.#senders.delete(conversationId))
      .then(() => {
        // Written in the very moment in which the last one was done, or the page slept meanwhile.
        if (!this.#awake.signal.aborted && this.#next(conversationId)) this.#send(conversationId)
      })
  }

  async #sendAll(conversationId: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; ) {
      const item = this.#next(conversationId)
      if (!item) return
      if (await this.#try(item)) attempt = 1
      else await this.#pause(conversationId, signal, Math.min(slowestRetryMs, 500 * 2 ** attempt++))
    }
  }

  #pause(conversationId: string, signal: AbortSignal, ms: number): Promise<void> {
    return new Promise(resolve => {
      const now = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', now)
        resolve()
      }
      const timer = setTimeout(now, ms)
      this.#senders.set(conversationId, now)
      signal.addEventListener('abort', now)
    })
  }

  /** As stored this very moment: another tab may have sent it, or somebody may have discarded it there. */
  #next(conversationId: string): Pending | undefined {
    const here = this.items.filter(item => this.#unkept.has(item.id))
    return inOrder([...here, ...allKept()]).find(
      item => item.conversationId === conversationId && isOwn(item) && isOnItsWay(item),
    )
  }

  /** False: nothing is known about whether it arrived, so it is tried again. */
  async #try(item: Pending): Promise<boolean> {
    this.#put({ ...item, state: 'sending', words: '' })
    try {
      const message = await post(item)
      live.dispatch({ type: 'written', message })
      this.#remove(item.id)
      return true
    } catch (error) {
      // Discarded meanwhile, here or in another tab.
      if (!this.#unkept.has(item.id) && !kept(item.id)) return true
      this.#put({ ...item, ...outcome(error) })
      return !(error instanceof Failure && error.isNetwork)
    }
  }

  #put(item: Pending): void {
    this.items = inOrder([...this.items.filter(one => one.id !== item.id), item])
    if (keep(item)) this.#unkept.delete(item.id)
    else this.#unkept.add(item.id)
  }

  #remove(id: string): void {
    this.items = this.items.filter(one => one.id !== id)
    this.#unkept.delete(id)
    keepNot(id)
  }

  /** Another tab wrote, sent or discarded something. */
  #hear(key: string | null): void {
    if (key !== null && !key.startsWith(keptUnder)) return
    const id = key?.slice(keptUnder.length) ?? null
    const others = this.items.filter(item => (id === null ? this.#unkept.has(item.id) : item.id !== id))
    const item = id === null ? null : kept(id)
    this.items = inOrder(item ? [...others, item] : others)
    // Should that tab be closed before it is done, the next in line is here.
    if (item && 'locks' in navigator && isOwn(item) && isOnItsWay(item)) this.#send(item.conversationId)
  }
}

const isOwn = (item: Pending) => item.memberId === session.memberId

function post(item: Pending): Promise<Message> {
  const {
    id,
    text,
    template,
    mentions,
    inboxId,
    identityId,
    lastSeenSeq,
    sendAnyway,
    sendAfter,
    holdSeconds,
  } = item
  const uploadIds = (item.files ?? []).map(file => file.id)
  return item.mode === 'note'
    ? conversations.note(item.conversationId, { id, text, uploadIds, ...(mentions && { mentions }) })
    : conversations.reply(item.conversationId, {
        id,
        ...(template ? { text: '', template } : { text }),
        uploadIds,
        inboxId,
        ...(identityId ? { identityId } : {}),
        lastSeenSeq,
        sendAnyway,
        sendAfter,
        holdSeconds,
      })
}

function outcome(error: unknown): Pick<Pending, 'state' | 'words' | 'unseen'> {
  const words = wordsOf(error)
  if (!(error instanceof Failure)) return { state: 'refused', words, unseen: [] }
  if (error.isNetwork) return { state: 'waiting', words, unseen: [] }
  const unseen = (error.body as { unseen?: Message[] } | undefined)?.unseen ?? []
  return { state: unseen.length > 0 ? 'held' : 'refused', words, unseen }
}

export const outbox = new Outbox()
