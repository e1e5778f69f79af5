/** Brings drafts to the server: a moment after the last key, one request per draft at a time, until it has landed. */
import { ownDrafts } from '../api/calls.ts'
import { Failure } from '../api/client.ts'
import type { HeldDraft, SavedDraft } from './draft-rules.ts'

export type Place = { conversationId: string; mode: 'reply' | 'note' }

type Copies = {
  read(key: string): HeldDraft | undefined
  placeOf(key: string): Place | null
  /** The server's copy, which may be another device's. */
  landed(key: string, theirs: SavedDraft): void
  /** The server will never take this one: it stays in this browser. */
  refused(key: string): void
}

const quietMs = 300
const retryMs = 5_000
const never = new Set([403, 404, 422])
/** A page that closes may finish small requests only. */
const lastWordsLength = 15_000

export class DraftSaver {
  readonly #copies: Copies
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #flying = new Set<string>()

  constructor(copies: Copies) {
    this.#copies = copies
  }

  later(key: string, afterMs = quietMs): void {
    clearTimeout(this.#timers.get(key))
    this.#timers.set(
      key,
      setTimeout(() => void this.save(key), afterMs),
    )
  }

  /** The page goes away: whatever waits is sent now. */
  flush(): void {
    for (const key of this.#timers.keys()) void this.save(key)
  }

  async save(key: string): Promise<void> {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    const draft = this.#copies.read(key)
    const place = this.#copies.placeOf(key)
    if (!draft?.unsaved || !place || this.#flying.has(key)) return
    this.#flying.add(key)
    const isDone = await this.#put(key, place, draft)
    this.#flying.delete(key)
    if (this.#copies.read(key)?.unsaved) this.later(key, isDone ? quietMs : retryMs)
  }

  async #put(key: string, { conversationId, mode }: Place, draft: HeldDraft): Promise<boolean> {
    const { text, inboxId, version } = draft
    try {
      const isLast = text.length < lastWordsLength
      this.#copies.landed(key, await ownDrafts.save(conversationId, mode, { text, inboxId, version }, isLast))
      return true
    } catch (error) {
      if (error instanceof Failure && never.has(error.status)) this.#copies.refused(key)
      return false
    }
  }
}
