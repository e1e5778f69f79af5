/**
 * Files that were put into a composer: on their way to the server, there, or not taken. What is there stays with the
 * conversation until it is sent, also on another device.
 */
import { v7 as uuidv7 } from 'uuid'
import { uploads } from '../api/calls.ts'
import { Failure, wordsOf } from '../api/client.ts'
import type { Upload } from '../api/types.ts'
import type { Mode } from '../composer/drafts.svelte.ts'
import { notices } from '../design/notices.svelte.ts'
import { bytes } from '../words/amounts.ts'
import { say } from '../words/say.ts'
import { uploadFile } from './upload-file.ts'

export type WaitingFile = Upload & {
  conversationId: string
  state: 'uploading' | 'stored' | 'failed'
  /** How much of it is there, 0 to 1. */
  share: number
  /** Why it failed. */
  words: string
  mayRetry: boolean
}

const soonOverBytes = 256_000
const dropAgainMs = [1_000, 15_000]

class WaitingFiles {
  #items = $state.raw<WaitingFile[]>([])
  #maxBytes = Number.POSITIVE_INFINITY
  /** What is being sent from this page, by id. */
  #sources = new Map<string, { file: File; address: string; stop: AbortController }>()
  /** Sent or removed here: a slower answer must not bring them back. */
  #gone = new Set<string>()
  /** Called off on their way. */
  #unwanted = new Set<string>()
  /** Seen in the server's list: only these can vanish from it. A list asked for earlier may lack what was added since. */
  #listed = new Set<string>()

  /** Those of one box. */
  of(conversationId: string, mode: Mode): WaitingFile[] {
    return this.#items.filter(item => item.conversationId === conversationId && item.kind === mode)
  }

  /** Where its picture is: in this page while it was added here. */
  address(id: string): string {
    return this.#sources.get(id)?.address ?? `/api/uploads/${id}`
  }

  /** The same once it is a file of a message. */
  sentAddress(id: string): string {
    return this.#sources.get(id)?.address ?? `/api/attachments/${id}`
  }

  add(conversationId: string, mode: Mode, files: File[]): void {
    for (const file of files) {
      const id = uuidv7()
      this.#sources.set(id, { file, address: URL.createObjectURL(file), stop: new AbortController() })
      const { name, type, size } = file
      const whyNot = size === 0 ? say`This file is empty` : size > this.#maxBytes ? this.#tooLarge() : ''
      this.#put({
        ...{ id, kind: mode, conversationId, name, contentType: type, sizeBytes: size, share: 0 },
        ...{ state: whyNot ? 'failed' : 'uploading', words: whyNot, mayRetry: false },
      })
      if (!whyNot) void this.#upload(id)
    }
  }

  retry(id: string): void {
    void this.#upload(id)
  }

  /** Takes a file out, or calls it off. */
  remove(id: string): void {
    const item = this.#items.find(one => one.id === id)
    this.#leave(id)
    if (item?.state === 'stored') void notices.attempt(() => uploads.drop(id))
    if (item?.state !== 'uploading') return
    this.#unwanted.add(id)
    // So little is left that the server may have it all before it hears of this: the answer says when it can be dropped.
    if ((1 - item.share) * item.sizeBytes > soonOverBytes) this.#sources.get(id)?.stop.abort()
  }

  /** They go out now. */
  sent(ids: string[]): void {
    for (const id of ids) this.#leave(id)
  }

  /** What the server holds of one conversation. */
  adopt(conversationId: string, theirs: { uploads: Upload[]; uploadMaxBytes: number }): void {
    this.#maxBytes = theirs.uploadMaxBytes
    const here = new Set(theirs.uploads.map(file => file.id))
    this.#items = this.#items.filter(
      item => item.conversationId !== conversationId || !this.#listed.has(item.id) || here.has(item.id),
    )
    for (const file of theirs.uploads) {
      this.#listed.add(file.id)
      this.#stored(conversationId, file)
    }
  }

  /** They were not sent after all, or were added by the server. */
  giveBack(conversationId: string, files: Upload[] = []): void {
    for (const file of files) {
      this.#gone.delete(file.id)
      this.#stored(conversationId, file)
    }
  }

  #tooLarge = () => say`Larger than ${bytes(this.#maxBytes)}, the most taken here`

  #stored(conversationId: string, file: Upload): void {
    if (this.#gone.has(file.id)) return
    this.#put({ ...file, conversationId, state: 'stored', share: 1, words: '', mayRetry: false })
  }

  async #upload(id: string): Promise<void> {
    const item = this.#items.find(one => one.id === id)
    const source = this.#sources.get(id)
    if (!item || !source) return
    const { conversationId, name, kind } = item
    this.#put({ ...item, state: 'uploading', share: 0, words: '' })
    const report = (share: number) => this.#change(id, { share })
    const { signal } = source.stop
    try {
      this.#stored(
        conversationId,
        await uploadFile(source.file, { id, name, conversationId, kind }, { report, signal }),
      )
      if (this.#unwanted.has(id)) this.#drop(id)
    } catch (error) {
      // The server may have had the last of it, and keep it a moment from now.
      if (this.#unwanted.has(id)) for (const ms of dropAgainMs) setTimeout(() => this.#drop(id), ms)
      const mayRetry = !(error instanceof Failure) || error.isNetwork || error.status === 422
      this.#change(id, { state: 'failed', words: wordsOf(error), mayRetry })
    }
  }

  /** Quietly: it is off the screen, and mostly not there. */
  #drop(id: string): void {
    uploads.drop(id).catch(() => {})
  }

  #change(id: string, change: Partial<WaitingFile>): void {
    this.#items = this.#items.map(item => (item.id === id ? { ...item, ...change } : item))
  }

  #put(item: WaitingFile): void {
    const isThere = this.#items.some(one => one.id === item.id)
    if (isThere) this.#change(item.id, item)
    else this.#items = [...this.#items, item]
  }

  #leave(id: string): void {
    this.#gone.add(id)
    this.#items = this.#items.filter(item => item.id !== id)
  }
}

export const waitingFiles = new WaitingFiles()
