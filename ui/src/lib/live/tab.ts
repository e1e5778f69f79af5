/**
 * One page among the tabs of one person in one browser. One of them leads, the others hear the same from it. Knows neither
 * locks nor sockets: see join-tabs.ts.
 */
import type { Writing } from '../presence/own-place.ts'
import { Leader, type LeaderParts } from './leader.ts'
import {
  type FromLeader,
  isOlder,
  mustTakeOver,
  nextTerm,
  nowhere,
  type Place,
  type Standing,
  type TabWord,
  type Term,
  type ToLeader,
} from './tab-words.ts'

/** What a tab brings, whoever has the socket. */
export type TabEars = {
  /** Once for each connection: whatever was told before it may be missing. */
  connected(): void
  standing(offlineSince: number | null): void
  told(name: string, payload: unknown): void
  did(deed: unknown): void
  signedOut(): void
}

export type TabParts = Omit<LeaderParts, 'tell'> & { id: string; ears: TabEars; post(word: TabWord): void }

export class Tab {
  readonly #parts: TabParts
  #place: Place = nowhere
  #isSeen = true
  /** The newest that was heard of; what an older one still says is dropped. */
  #known: Term | null = null
  #standing: Standing | null = null
  #askedAt: number | null = null
  #caughtUpWith = ''
  #lead: Leader | null = null

  constructor(parts: TabParts) {
    this.#parts = parts
  }

  /** This tab has the socket from now on. */
  lead(): void {
    if (this.#lead) return
    const { id, now, post } = this.#parts
    const term = nextTerm(this.#known, id, now())
    this.#known = term
    this.#askedAt = null
    const offlineSince = this.#standing?.offlineSince ?? now()
    this.#lead = new Leader(
      term,
      { offlineSince, nth: 0, isSeen: this.#isSeen },
      {
        ...this.#parts,
        tell: word => {
          post(word)
          this.hear(word)
        },
      },
    )
    this.place()
  }

  get leads(): boolean {
    return this.#lead !== null
  }

  /** Only the leader knows: whether somebody looks at it in any tab of this browser. */
  isViewed(conversationId: string): boolean {
    return this.#lead?.isViewed(conversationId) ?? false
  }

  /** Another tab took the lead. */
  follow(): void {
    this.#stepDown()
    this.ask(true)
  }

  /** The page is closed or put aside. */
  leave(): void {
    if (!this.#lead) this.#parts.post({ kind: 'bye', tab: this.#parts.id })
    this.#stepDown()
  }

  ask(isNew = false): void {
    if (this.#lead) return
    this.#askedAt ??= this.#parts.now()
    this.#parts.post({ kind: 'ask', tab: this.#parts.id, isNew })
  }

  /** To be called every few seconds; true when this tab must take the lead. */
  watch(): boolean {
    if (this.#lead) {
      this.#lead.forgetSilent()
      return false
    }
    const leader = { isSeen: this.#isSeen, askedAt: this.#askedAt, standing: this.#standing }
    if (mustTakeOver(leader, this.#parts.now())) return true
    if (this.#isSeen) this.ask()
    return false
  }

  /** What this tab has open; said again it is a heartbeat. */
  place(place: Place = this.#place): void {
    this.#place = place
    this.#toLeader({ kind: 'place', tab: this.#parts.id, place })
  }

  type(conversationId: string, writing: Writing | null): void {
    this.#toLeader({ kind: 'type', tab: this.#parts.id, conversationId, writing })
  }

  did(deed: unknown): void {
    this.#parts.post({ kind: 'did', deed })
  }

  seen(isSeen: boolean): void {
    if (this.#isSeen === isSeen) return
    this.#isSeen = isSeen
    if (this.#lead) this.#lead.seen(isSeen)
    else if (isSeen) this.ask()
  }

  hear(word: TabWord): void {
    const { ears } = this.#parts
    if (word.kind === 'standing' || word.kind === 'told') this.#hearLeader(word)
    else if (word.kind === 'did') ears.did(word.deed)
    else if (word.kind === 'signed-out') ears.signedOut()
    else this.#lead?.hear(word)
  }

  #hearLeader(word: FromLeader): void {
    if (word.to !== null && word.to !== this.#parts.id) return
    if (this.#known && isOlder(word.term, this.#known)) return
    const isNew = !this.#known || isOlder(this.#known, word.term)
    this.#known = word.term
    this.#askedAt = null
    if (isNew) {
      this.#stepDown()
      this.place()
    }
    if (word.kind === 'standing') this.#stand(word.term, word.standing)
    else this.#parts.ears.told(word.name, word.payload)
  }

  #stand({ at, tab }: Term, standing: Standing): void {
    this.#standing = standing
    this.#parts.ears.standing(standing.offlineSince)
    const connection = `${at} ${tab} ${standing.nth}`
    if (standing.offlineSince !== null || connection === this.#caughtUpWith) return
    this.#caughtUpWith = connection
    this.#parts.ears.connected()
  }

  #toLeader(word: ToLeader): void {
    if (this.#lead) this.#lead.hear(word)
    else this.#parts.post(word)
  }

  #stepDown(): void {
    const lead = this.#lead
    this.#lead = null
    lead?.end()
  }
}
