/** The board on the screen: moves are shown at once and taken back when they are refused. */
import { SvelteMap } from 'svelte/reactivity'
import { wordsOf } from '../api/client.ts'
import type { TicketRow, TicketStatus, TicketTold } from '../api/types.ts'
import { notices } from '../design/notices.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { say } from '../words/say.ts'
import { afterTold, type Board, boardOf, orderOf, refetched, settled } from './board-columns.ts'
import { type TicketQuery, ticketCalls } from './calls.ts'
import { changeOne } from './change-one.ts'
import { fits } from './fits.ts'
import { stateWords } from './state-words.ts'
import { ticketNews } from './ticket-news.svelte.ts'

/** When the server is asked for what cannot be known from here. */
const soonMs = 300
const spreadMs = 1_200

export class TicketBoardOnScreen {
  board = $state.raw<Board | null>(null)
  failure = $state<string | null>(null)
  /** What just happened, for those who do not see it. */
  said = $state('')
  /** The card in the hand. */
  dragging = $state<string | null>(null)
  /** Where cards go that wait for the server. */
  readonly moving = new SvelteMap<string, TicketStatus>()
  /** The column under the pointer and what stood in it then. */
  #under = $state.raw<{ status: TicketStatus; ids: string[] } | null>(null)
  #query: TicketQuery = {}
  #asked = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Listens until the returned function is called. */
  watch(): () => void {
    const deaf = ticketNews.listen({ told: told => this.#hear(told), resumed: () => void this.again() })
    return () => {
      clearTimeout(this.#timer)
      deaf()
    }
  }

  async show(query: TicketQuery): Promise<void> {
    this.#query = query
    this.#under = null
    await this.#load(fresh => fresh)
  }

  /** The same question once more; nothing that was told since is forgotten. */
  async again(): Promise<void> {
    await this.#load(fresh => (this.board ? refetched(this.board, fresh) : fresh))
  }

  row(id: string): TicketRow | undefined {
    return this.board?.rows.get(id)
  }

  /** Where a card stands on this screen. */
  statusOf(row: TicketRow): TicketStatus {
    return this.moving.get(row.id) ?? row.status
  }

  cards(status: TicketStatus): TicketRow[] {
    const { board } = this
    if (!board) return []
    const stood = this.#under?.status === status ? this.#under.ids : null
    return settled(stood, orderOf(board, status, this.moving)).flatMap(id => board.rows.get(id) ?? [])
  }

  count(status: TicketStatus): number {
    let count = this.board?.counts[status] ?? 0
    for (const [id, to] of this.moving) {
      const from = this.row(id)?.status
      if (from === to) continue
      if (to === status) count++
      if (from === status) count--
    }
    return count
  }

  /** Why a card may not go there; null when it may. */
  whyNot(row: TicketRow, to: TicketStatus): string | null {
    return this.board?.moves[this.statusOf(row)]?.[to] ?? null
  }

  /** Cards under the pointer stay where they are until it leaves. */
  enter(status: TicketStatus): void {
    if (this.#under?.status !== status) this.#under = { status, ids: this.cards(status).map(({ id }) => id) }
  }

  leave(status: TicketStatus): void {
    if (this.#under?.status === status) this.#under = null
  }

  /** Moves a card; a move its state does not allow says why and does nothing. */
  async move(row: TicketRow, to: TicketStatus): Promise<void> {
    const from = this.statusOf(row)
    if (from === to || this.moving.has(row.id)) return
    const why = this.whyNot(row, to)
    if (why) {
      notices.say(why, true)
      return
    }
    this.#letGo(row.id)
    this.moving.set(row.id, to)
    this.said = say`Ticket ${row.number} moves to ${stateWords[to]}`
    const changed = await changeOne({ ticket: row, change: { status: to } }, after => this.#take(after))
    this.moving.delete(row.id)
    this.said = changed
      ? say`Ticket ${row.number} is in ${stateWords[changed.status]}`
      : say`Ticket ${row.number} is back in ${stateWords[this.row(row.id)?.status ?? from]}`
    if (!changed) await this.again()
  }

  /** Gives a card to somebody, or says how pressing it is. */
  async change(row: TicketRow, change: { assigneeId: string | null }): Promise<void> {
    const changed = await changeOne({ ticket: row, change }, after => this.#take(after))
    if (!changed) await this.again()
  }

  #hear(told: TicketTold): void {
    if (!this.board) return
    const asked = { memberId: session.memberId, now: Date.now() }
    const { board, isKnown } = afterTold(this.board, told, row => fits(row, this.#query, asked))
    const isSought = this.#query.q && !this.board.rows.has(told.ticket.id)
    if (!isSought) this.board = board
    if (!isKnown || isSought) {
      this.#timer ??= setTimeout(
        () => {
          this.#timer = undefined
          void this.again()
        },
        soonMs + Math.random() * spreadMs,
      )
    }
  }

  #take(ticket: TicketRow): void {
    if (this.board) this.board = afterTold(this.board, { type: 'ticket.changed', ticket }, () => true).board
  }

  /** One's own card follows the hand, whatever lies under the pointer. */
  #letGo(id: string): void {
    if (this.#under) this.#under = { ...this.#under, ids: this.#under.ids.filter(other => other !== id) }
  }

  async #load(merge: (fresh: Board) => Board): Promise<void> {
    const mine = ++this.#asked
    this.failure = null
    try {
      const fresh = boardOf(await ticketCalls.board(this.#query))
      if (mine === this.#asked) this.board = merge(fresh)
    } catch (error) {
      if (mine === this.#asked && !this.board) this.failure = wordsOf(error)
      else if (mine === this.#asked) notices.say(wordsOf(error), true)
    }
  }
}
