/** The live screen: holds the reducer's state and fetches whatever it says is missing. */
import { conversations } from '../api/calls.ts'
import { Failure, wordsOf } from '../api/client.ts'
import type { ConversationCounts, ConversationListItem } from '../api/types.ts'
import { drafts } from '../composer/drafts.svelte.ts'
import { waitingFiles } from '../files/waiting-files.svelte.ts'
import { kept } from '../local/kept.ts'
import { Recent } from '../local/recent.ts'
import { missedOf } from './catch-up.ts'
import { changesRoutes } from './changes-routes.ts'
import { Counts } from './counts.svelte.ts'
import { behind, type LiveInput, nothingYet, reduce, type Thread } from './reducer.ts'
import { Rows } from './rows.ts'

const threadsHeld = 50
const slowestRetryMs = 5_000

const isMissing = (error: unknown) => error instanceof Failure && error.status === 404

class Live {
  state = $state.raw(nothingYet)
  /** Grows with every event that may change what a saved view holds. */
  changes = $state(0)
  /** Why a conversation could not be opened, by id. */
  failures = $state.raw<Record<string, string>>({})
  openId: string | null = null
  /** Called with what this person did here and no event tells their other tabs. */
  whenDone: (deed: LiveInput) => void = () => {}

  #counts = new Counts()
  #recent = new Recent(threadsHeld)
  /** When each was opened here, since that was last asked for. */
  #usedAt = new Map<string, number>()
  /** As they were kept in this browser; the server was not asked yet. */
  #recalled = new Set<string>()
  #fetching = new Map<string, Promise<void>>()
  /** Counts connections: an answer asked for before the latest one may lack what happened in between. */
  #resumed = 0
  #tending = new Set<string>()
  #strangersTimer: ReturnType<typeof setTimeout> | undefined

  dispatch(input: LiveInput): void {
    this.take(input)
    if (input.type === 'read' || input.type === 'written') this.whenDone(input)
  }

  /** As done in another tab: not to be told again. */
  take(input: LiveInput): void {
    const before = this.state.rows
    this.state = reduce(this.state, input)
    if (input.type === 'event') {
      if (input.event.type !== 'message.changed') this.changes++
      this.#counts.move(before.get(input.event.conversationId) ?? null, input.event)
      if (changesRoutes.has(input.event.type)) {
        this.#refreshRoutes(input.event.conversationId)
      }
    }
    for (const [id, thread] of Object.entries(this.state.threads)) {
      if (behind(thread) !== 'nothing') this.#tend(id, 0)
    }
    if (Object.keys(this.state.strangers).length > 0) this.#meetStrangers()
  }

  thread(id: string): Thread | undefined {
    return this.state.threads[id]
  }

  row(id: string): ConversationListItem | undefined {
    return this.state.rows.get(id)
  }

  get counts(): ConversationCounts | null {
    return this.#counts.value
  }

  /** What this browser kept, before anything is asked of the server. */
  restore(rows: ConversationListItem[], counts: ConversationCounts | null): void {
    this.state = { ...nothingYet, rows: Rows.none.with(rows) }
    this.#counts.value = counts
  }

  recall(id: string, thread: Thread): void {
    if (this.state.threads[id]) return
    this.#recalled.add(id)
    this.take({ type: 'recalled', id, thread })
  }

  /** Nothing of what is held may be seen any more; what is shown is asked for again. */
  forget(): void {
    this.state = nothingYet
    this.#counts.value = null
    void kept.empty()
    if (this.openId) void this.fetch(this.openId)
  }

  /** When each conversation was opened here since the last time that was asked. */
  takeUsed(): Map<string, number> {
    const used = this.#usedAt
    this.#usedAt = new Map()
    return used
  }

  /** Shows a conversation: at once when it is held or kept; what was not held is asked for. */
  open(id: string): void {
    this.openId = id
    this.#recent.use(id)
    this.#usedAt.set(id, Date.now())
    if (!this.state.threads[id]) void this.#openKept(id)
    else if (this.#recalled.has(id)) void this.fetch(id)
    else if (Object.keys(this.state.threads).length > threadsHeld) {
      this.dispatch({ type: 'forget-threads', except: this.#recent.ids })
    }
  }

  async #openKept(id: string): Promise<void> {
    const thread = await kept.thread(id)
    if (thread) this.recall(id, thread)
    await this.fetch(id)
  }

  /** Fetches one conversation; a second call while one is under way waits for that. */
  fetch(id: string): Promise<void> {
    const underWay = this.#fetching.get(id)
    if (underWay !== undefined) return underWay
    const fetching = this.#fetch(id).finally(() => this.#fetching.delete(id))
    this.#fetching.set(id, fetching)
    return fetching
  }

  async #fetch(id: string): Promise<void> {
    this.#setFailure(id, undefined)
    const before = this.#resumed
    try {
      const open = await conversations.open(id)
      this.#recalled.delete(id)
      drafts.adopt(id, open.drafts)
      waitingFiles.adopt(id, open)
      this.dispatch({ type: 'opened', open })
      if (before !== this.#resumed) this.#makeSure(id)
    } catch (error) {
      if (isMissing(error)) this.take({ type: 'gone', id })
      this.#setFailure(id, wordsOf(error))
    }
  }

  /** Fetches ahead of a likely opening; failures are silent, the real opening will say them. */
  async prefetch(id: string): Promise<void> {
    if (this.state.threads[id]) return
    this.#recent.expect(id)
    await this.fetch(id)
    if (Object.keys(this.state.threads).length > threadsHeld) {
      this.dispatch({ type: 'forget-threads', except: this.#recent.ids })
    }
  }

  /** After a silence: what is shown catches up by its sequence number, other held threads are let go. */
  resume(): void {
    this.#resumed++
    const shown = this.openId
    this.dispatch({ type: 'forget-threads', except: shown ? [shown] : [] })
    if (shown && this.state.threads[shown] && !this.#recalled.has(shown)) this.#makeSure(shown)
    else if (shown) void this.fetch(shown)
    this.refreshCounts()
  }

  /** With `around`: as much of the way back to that message as one answer holds. */
  async earlier(id: string, around?: string): Promise<void> {
    const first = this.state.threads[id]?.messages[0]
    if (!first) return
    const { messages, hasEarlier } = await conversations.earlier(id, first.seq, around)
    this.dispatch({ type: 'earlier', conversationId: id, messages, hasEarlier })
  }

  /** Loads back until a message of this conversation is there; false when it is not in it. */
  async backTo(id: string, messageId: string): Promise<boolean> {
    // What was only kept is about to be replaced: earlier messages put before it would go with it.
    if (this.#recalled.has(id)) await this.fetch(id)
    const has = () => this.state.threads[id]?.messages.some(message => message.id === messageId) ?? false
    while (!has() && this.state.threads[id]?.hasEarlier) await this.earlier(id, messageId)
    return has()
  }

  /** Counts are the server's; many changes in a moment ask once, as soon as the most impatient wants. */
  refreshCounts(): void {
    this.#counts.refresh()
  }

  /** Asks for what came after a thread's last event, until the server has answered. */
  #makeSure(id: string): void {
    this.#catchUp(id).catch(() => this.#tend(id, 1))
  }

  async #catchUp(id: string): Promise<void> {
    const thread = this.state.threads[id]
    if (!thread) return
    const missed = await missedOf(id, thread, conversations)
    this.dispatch(missed)
    if (missed.type === 'caught-up' && missed.events.length > 0) this.#refreshRoutes(id)
  }

  /** Brings a thread that missed something up to date, patiently; one that is not shown is simply let go. */
  #tend(id: string, attempt: number): void {
    if (id !== this.openId) {
      const { [id]: _, ...others } = this.state.threads
      this.state = { ...this.state, threads: others }
      return
    }
    if (this.#tending.has(id)) return
    this.#tending.add(id)
    const waitMs = attempt === 0 ? 0 : Math.min(slowestRetryMs, 250 * 2 ** attempt)
    setTimeout(async () => {
      const isAnswered = await this.#catchUp(id).then(
        () => true,
        () => false,
      )
      this.#tending.delete(id)
      const thread = this.state.threads[id]
      if (thread && (!isAnswered || behind(thread) !== 'nothing')) this.#tend(id, attempt + 1)
    }, waitMs)
  }

  /** A customer's message opens or prolongs reply windows. Only what is on screen needs to know now. */
  #refreshRoutes(id: string): void {
    if (id !== this.openId || !this.state.threads[id]) return
    conversations.open(id).then(
      ({ replyRoutes }) => this.dispatch({ type: 'routes', conversationId: id, replyRoutes }),
      () => {},
    )
  }

  #meetStrangers(): void {
    this.#strangersTimer ??= setTimeout(async () => {
      this.#strangersTimer = undefined
      const ids = Object.keys(this.state.strangers).slice(0, 10)
      const met = await Promise.allSettled(ids.map(id => conversations.open(id)))
      const items = met.flatMap(one => (one.status === 'fulfilled' ? [one.value.conversation] : []))
      // Not ours to see any more: asking again would not change that.
      const gone = ids.filter((_, at) => met[at]?.status === 'rejected' && isMissing(met[at].reason))
      if (gone.length > 0) this.dispatch({ type: 'forget-strangers', ids: gone })
      if (items.length > 0) this.dispatch({ type: 'listed', items })
    }, 150)
  }

  #setFailure(id: string, words: string | undefined): void {
    const { [id]: _, ...others } = this.failures
    this.failures = words === undefined ? others : { ...others, [id]: words }
  }
}

export const live = new Live()
