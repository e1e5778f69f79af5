/** The templates of one inbox: as we have them at once, and as the provider has them when ours are old. */
import { wordsOf } from '../api/client.ts'
import type { MessageTemplates } from '../api/types.ts'
import { templateCalls } from './calls.ts'

const freshMs = 10 * 60_000

export class ListedTemplates {
  list = $state.raw<MessageTemplates | null>(null)
  failure = $state<string | null>(null)
  isFetching = $state(false)
  readonly #inboxId: string

  constructor(inboxId: string) {
    this.#inboxId = inboxId
  }

  async load(): Promise<void> {
    this.failure = null
    try {
      this.list = await templateCalls.list(this.#inboxId)
    } catch (error) {
      this.failure = wordsOf(error)
      return
    }
    const { fetchedAt, canFetch } = this.list
    const isOld = fetchedAt === null || Date.now() - Date.parse(fetchedAt) > freshMs
    if (canFetch && isOld) await this.fetch()
  }

  async fetch(): Promise<void> {
    if (this.isFetching) return
    this.isFetching = true
    this.failure = null
    try {
      this.list = await templateCalls.fetch(this.#inboxId)
    } catch (error) {
      this.failure = wordsOf(error)
    } finally {
      this.isFetching = false
    }
  }
}
