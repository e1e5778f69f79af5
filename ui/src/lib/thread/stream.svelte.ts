/**
 * What the same person and we said outside the open conversation: the pages fetched so far. What changes there is
 * fetched again, the part that changed only.
 */
import { conversations } from '../api/calls.ts'
import type { ConversationEvent, ConversationListItem, Message, Stretch } from '../api/types.ts'
import { notices } from '../design/notices.svelte.ts'
import { live } from '../live/live.svelte.ts'
import { isBefore, joined } from './story-pieces.ts'

/** From a cursor (null: now) back to the next one (null: the beginning). */
type Page = { before: string | null; next: string | null; stretches: Stretch[] }
type Spot = Pick<Message, 'createdAt' | 'id'>

const pageSize = 50
const mostAtOnce = 200
const gatherMs = 100

/** Other events change which conversations are this person's, or what is in them. */
const changesOnePlace =
  /^(message\.(received|written|changed)|note\.written|conversation\.\w+|ticket\.created|customer\.verified)$/

export class ContactStream {
  pages = $state.raw<Page[]>([])
  alongside = $state.raw<ConversationListItem[]>([])
  readonly #id: string
  #work: Promise<unknown> = Promise.resolve()
  #stale: (Spot | 'now')[] = []
  #isAllStale = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  constructor(conversationId: string) {
    this.#id = conversationId
  }

  /** Oldest first. */
  stretches = $derived(joined(this.pages.map(page => page.stretches)))
  hasEarlier = $derived(this.pages.at(-1)?.next !== null)
  /** False only when it is certain that this person has no other conversation. */
  isAny = $derived(this.stretches.length > 0 || this.alongside.length > 0)

  /** Fetches the next page back. False when it could not. */
  earlier(): Promise<boolean> {
    return this.#inTurn(() => this.#more(pageSize))
  }

  /** Fetches back to a moment, so that all that was said after it is there. */
  backTo(at: string): Promise<boolean> {
    return this.#inTurn(async () => {
      while (!this.#isClosed && this.hasEarlier && (this.stretches[0]?.messages[0]?.createdAt ?? '~') >= at) {
        await this.#more(this.pages.length === 0 ? pageSize : mostAtOnce)
      }
    })
  }

  /** Something happened; when it is about this person, what it touches is fetched again. */
  heard(event: ConversationEvent): void {
    const isOwn = event.conversationId === this.#id
    const newest = this.#newestOf(event.conversationId)
    const isTheirs = event.conversation.contact.id === live.row(this.#id)?.contact.id || newest !== undefined
    if (!isOwn && !isTheirs) return
    if (!changesOnePlace.test(event.type)) this.#isAllStale = true
    else if (isOwn) return
    else if (event.type === 'message.changed') this.#stale.push(event.message ?? 'now')
    else this.#stale.push('now', newest ?? 'now')
    this.#soon()
  }

  /** After a silence or a change of who this is: everything that is held is fetched again. */
  again(): void {
    this.#isAllStale = true
    this.#soon()
  }

  /** Nobody looks any more: nothing is asked after this. What is derived stands still with the thread it was made for. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    if (streams.shown === this) streams.shown = null
  }

  #newestOf(conversationId: string): Spot | undefined {
    return this.stretches.findLast(each => each.conversation.id === conversationId)?.messages.at(-1)
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#work = this.#work.then(() => this.#refresh())
    }, gatherMs)
  }

  /** One question after the other: answers never overtake each other. */
  #inTurn(work: () => Promise<void>): Promise<boolean> {
    const done = this.#work.then(() => notices.attempt(work, true))
    this.#work = done
    return done
  }

  async #more(limit: number): Promise<void> {
    if (this.#isClosed || !this.hasEarlier) return
    const before = this.pages.at(-1)?.next ?? null
    const { stretches, next, alongside } = await this.#ask({ before, next: null }, limit)
    if (this.#isClosed) return
    this.pages = [...this.pages, { before, next, stretches }]
    this.alongside = alongside
  }

  /** Silent: what could not be fetched is fetched with the next thing that happens, or when the line is back. */
  async #refresh(): Promise<void> {
    const [stale, isAll] = [this.#stale, this.#isAllStale]
    this.#stale = []
    this.#isAllStale = false
    const places = new Set(stale.map(spot => this.#pageOf(spot)))
    const touched = this.pages.filter((_, at) => isAll || places.has(at))
    try {
      for (const page of touched) if (!this.#isClosed) await this.#readAgain(page)
    } catch {
      this.#isAllStale = true
    }
  }

  /** The page a message belongs to; -1 for one from further back than was fetched. */
  #pageOf(spot: Spot | 'now'): number {
    if (spot === 'now') return 0
    return this.pages.findIndex(({ next, stretches }) => {
      const oldest = stretches.at(-1)?.messages[0]
      return next === null || (oldest !== undefined && !isBefore(spot, oldest))
    })
  }

  /** A page that grew beyond one answer becomes several. */
  async #readAgain(page: Page): Promise<void> {
    const fresh: Page[] = []
    for (let before = page.before, isCut = true; isCut && !this.#isClosed; ) {
      const { stretches, next, alongside } = await this.#ask({ before, next: page.next }, mostAtOnce)
      this.alongside = alongside
      fresh.push({ before, next, stretches })
      isCut = next !== page.next
      before = next
    }
    this.pages = this.pages.flatMap(each => (each === page ? fresh : [each]))
  }

  #ask({ before, next }: Pick<Page, 'before' | 'next'>, limit: number) {
    return conversations.stream(this.#id, {
      ...(before ? { before } : {}),
      ...(next ? { until: next } : {}),
      limit,
    })
  }
}

/** The one on screen: it hears of what happens. */
export const streams: { shown: ContactStream | null } = { shown: null }
