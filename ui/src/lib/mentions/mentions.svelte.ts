/** The notes that name this member: fetched on each connect, told by the socket in between. */
import { wordsOf } from '../api/client.ts'
import type { Mention, MentionEvent } from '../api/types.ts'
import { notices } from '../design/notices.svelte.ts'
import { patiently } from '../live/catch-up.ts'
import { settle } from '../live/list-order.ts'
import { session } from '../session/session.svelte.ts'
import { mentionCalls } from './calls.ts'
import {
  type HeldMention,
  noMentions,
  orderOf,
  refetched,
  revisited,
  withAllSeen,
  withPage,
  withSeen,
  withWritten,
} from './mention-list.ts'
import { hush, sayNamed } from './say-named.ts'

class Mentions {
  isLoaded = $state(false)
  failure = $state<string | null>(null)
  isFetching = $state(false)
  /** True while rows must not move: the pointer or the keys are in the list, or it is scrolled. */
  held = $state(false)
  waiting = $state(0)
  #list = $state.raw(noMentions)
  #next = $state<string | null>(null)
  #shown = $state.raw<string[]>([])
  #memberId = ''
  /** Counts what the socket told: an answer asked for before the latest may lack it. */
  #told = 0
  #turn = 0
  /** Marked as seen here; the server has not answered yet. */
  #marking = new Set<string>()
  /** Notes of others that are on the screen. */
  #onScreen = new Set<string>()

  rows = $derived(
    this.#shown.flatMap((id): HeldMention[] => {
      const one = this.#list.held[id]
      return one ? [one] : []
    }),
  )

  get unseen(): number {
    return this.#list.unseen
  }

  /** What the list would show if it could move; for those who settle it. */
  get unsettled(): unknown {
    return this.#list
  }

  get hasMore(): boolean {
    return this.#next !== null
  }

  /** The page is opened, or tries again. What is known is shown at once. */
  async visit(): Promise<void> {
    this.#list = revisited(this.#list)
    this.release()
    await this.#try(() => this.#again())
  }

  /** Connected, again or for the first time. */
  async catchUp(): Promise<void> {
    if (!session.can('conversations.read')) return
    const mine = ++this.#turn
    await patiently(
      () => this.#again(),
      () => mine === this.#turn,
    )
  }

  async more(): Promise<void> {
    if (this.isFetching || this.#next === null) return
    await this.#try(async () => {
      const page = await mentionCalls.list(this.#next)
      this.#list = withPage(this.#list, page)
      this.#next = page.next
    })
  }

  /** Takes in what changed, as far as rows may move. */
  settle(): void {
    const { shown, waiting } = settle(this.#shown, orderOf(this.#list), this.held)
    this.#shown = shown
    this.waiting = waiting
  }

  release(): void {
    this.#shown = orderOf(this.#list)
    this.waiting = 0
  }

  told(event: MentionEvent): void {
    this.#told++
    if (event.type === 'mention.written') this.#written(event.mention)
    else if (event.type === 'mentions.seen') this.#list = withAllSeen(this.#list, event.until)
    else if (this.#list.held[event.messageId]) this.#see(event.messageId)
    else void this.catchUp()
  }

  /** Who looks through a member's eyes has seen nothing for them. */
  markSeen(messageId: string): void {
    const one = this.#list.held[messageId]
    if (!one || one.isSeen || session.borrowed) return
    this.#see(messageId)
    this.#marking.add(messageId)
    const settled = () => this.#marking.delete(messageId)
    // Without an answer it is unseen again at the next fetch.
    mentionCalls.seen(messageId).then(settled, settled)
  }

  async markAllSeen(): Promise<void> {
    const newest = Math.max(...Object.values(this.#list.held).map(({ mention }) => Date.parse(mention.at)))
    const until = new Date(newest).toISOString()
    const isDone = await notices.attempt(() => mentionCalls.allSeen(until))
    if (isDone) this.#list = withAllSeen(this.#list, until)
  }

  /** A note stands on the screen, where somebody looks at it; or it does no more. */
  look(messageId: string, isThere: boolean): void {
    if (!isThere) this.#onScreen.delete(messageId)
    else {
      this.#onScreen.add(messageId)
      this.markSeen(messageId)
    }
  }

  #written(mention: Mention): void {
    const isNew = this.#list.held[mention.messageId] === undefined
    this.#list = withWritten(this.#list, mention)
    if (this.#onScreen.has(mention.messageId)) this.markSeen(mention.messageId)
    else if (isNew) sayNamed(mention, () => this.markSeen(mention.messageId))
  }

  /** As much as was held, from the start. */
  async #again(): Promise<void> {
    this.#belongTo(session.memberId)
    const toldBefore = this.#told
    const { memberId } = session
    const most = Object.keys(this.#list.held).length
    const items: Mention[] = []
    let page: Awaited<ReturnType<typeof mentionCalls.list>>
    let next: string | null = null
    do {
      page = await mentionCalls.list(next)
      items.push(...page.items)
      next = page.next
    } while (next !== null && items.length < most)
    if (memberId !== session.memberId) return
    this.#list = refetched(this.#list, { items, unseen: page.unseen })
    for (const messageId of this.#marking) this.#see(messageId)
    this.#next = next
    this.isLoaded = true
    this.failure = null
    for (const messageId of this.#onScreen) this.markSeen(messageId)
    if (toldBefore !== this.#told) await this.#again()
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.isFetching = true
    try {
      await work()
      this.failure = null
    } catch (error) {
      this.failure = wordsOf(error)
    } finally {
      this.isFetching = false
    }
  }

  #see(messageId: string): void {
    hush(messageId)
    this.#list = withSeen(this.#list, mention => mention.messageId === messageId)
  }

  /** Forgets what named somebody else. */
  #belongTo(memberId: string): void {
    if (memberId === this.#memberId) return
    this.#memberId = memberId
    this.isLoaded = false
    this.#list = noMentions
    this.#next = null
    this.#marking.clear()
  }
}

export const mentions = new Mentions()
