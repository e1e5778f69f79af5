/** One ticket on the screen: fetched, kept current by what is told, and caught up with after a silence. */
import { v7 as uuidv7 } from 'uuid'
import { Failure, wordsOf } from '../api/client.ts'
import type { OpenTicket, TicketTold } from '../api/types.ts'
import { notices } from '../design/notices.svelte.ts'
import { patiently } from '../live/catch-up.ts'
import { say } from '../words/say.ts'
import { type TicketChange, ticketCalls } from './calls.ts'
import { changeOne } from './change-one.ts'
import { afterAsking, afterTold, isBehind, lastSeqOf, later } from './ticket-changes.ts'
import { ticketNews } from './ticket-news.svelte.ts'

export class OneTicket {
  open = $state.raw<OpenTicket | null>(null)
  failure = $state<string | null>(null)
  isSending = $state(false)
  readonly id: string
  /** Of the comment being written: sent again it is the same comment. */
  #commentId = uuidv7()
  #isWanted = true
  #isCatchingUp = false
  /** Told while the first look was under way. */
  #early: TicketTold[] = []

  constructor(id: string) {
    this.id = id
  }

  /** Fetches it and listens until the returned function is called. */
  watch(): () => void {
    const deaf = ticketNews.listen({
      told: told => this.#hear(told),
      resumed: () => this.open && void this.#catchUp(),
    })
    void this.fetch()
    return () => {
      this.#isWanted = false
      deaf()
    }
  }

  async fetch(): Promise<void> {
    this.failure = null
    try {
      const fetched = await ticketCalls.open(this.id)
      this.open = this.#early.splice(0).reduce(afterTold, fetched)
      if (isBehind(this.open)) void this.#catchUp()
    } catch (error) {
      this.failure =
        error instanceof Failure && error.status === 404
          ? say`There is no such ticket, or it is not yours to see.`
          : wordsOf(error)
    }
  }

  /** Refusals are said; the screen follows what was answered. */
  async change(change: TicketChange): Promise<void> {
    if (!this.open) return
    const ticket = { ...this.open.ticket, lastSeq: lastSeqOf(this.open) || this.open.ticket.lastSeq }
    const row = await changeOne({ ticket, change }, changed => this.#look(changed))
    if (!row) await this.#catchUp()
  }

  /** True once it stands in the history. */
  async comment(text: string): Promise<boolean> {
    this.isSending = true
    try {
      const row = await ticketCalls.comment(this.id, { id: this.#commentId, text })
      this.#commentId = uuidv7()
      this.#look(row)
      return true
    } catch (error) {
      notices.say(wordsOf(error), true)
      return false
    } finally {
      this.isSending = false
    }
  }

  #hear(told: TicketTold): void {
    if (told.ticket.id !== this.id) return
    if (!this.open) {
      this.#early.push(told)
      return
    }
    this.open = afterTold(this.open, told)
    if (isBehind(this.open)) void this.#catchUp()
  }

  #look(row: OpenTicket['ticket']): void {
    if (!this.open) return
    this.open = { ...this.open, ticket: later(this.open.ticket, row) }
    if (isBehind(this.open)) void this.#catchUp()
  }

  /** Asks for what came after the last known, until it is there or nobody looks any more. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp) return
    this.#isCatchingUp = true
    await patiently(
      async () => {
        let before = -1
        while (this.open && before !== lastSeqOf(this.open)) {
          before = lastSeqOf(this.open)
          const answer = await ticketCalls.events(this.id, before)
          this.open = afterAsking(this.open, answer)
          if (!isBehind(this.open)) break
        }
      },
      () => this.#isWanted,
    )
    this.#isCatchingUp = false
  }
}
