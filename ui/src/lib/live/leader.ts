/** What the leading tab does for all: it has the connection, passes on what it hears, and says what the tabs have open. */
import { type Said, TabPlaces } from './tab-places.ts'
import type { Standing, TabWord, Term, ToLeader } from './tab-words.ts'

/** What a connection brings. */
export type Hearing = {
  connected(): void
  offline(since: number): void
  told(name: string, payload: unknown): void
  signedOut(): void
}
/** A connection that keeps connecting until it is ended. What is said while there is none is lost. */
export type Line = { say(said: Said): void; end(): void }

export type LeaderParts = {
  connect(hearing: Hearing): Line
  /** To all tabs, the leader's own among them. */
  tell(word: TabWord): void
  /** What a tab that comes later must be told. */
  news(): { name: string; payload: unknown }[]
  now(): number
}

export class Leader {
  readonly #term: Term
  readonly #parts: LeaderParts
  readonly #places = new TabPlaces()
  readonly #line: Line
  #standing: Standing
  /** A connection that is being ended speaks on for a moment. */
  #isOver = false

  constructor(term: Term, standing: Standing, parts: LeaderParts) {
    this.#term = term
    this.#standing = standing
    this.#parts = parts
    this.#line = parts.connect({
      connected: () => this.#connected(),
      offline: offlineSince => this.#stand({ offlineSince }),
      told: (name, payload) => this.#tell({ kind: 'told', term, to: null, name, payload }),
      signedOut: () => this.#tell({ kind: 'signed-out' }),
    })
    this.#stand({})
  }

  hear(word: ToLeader): void {
    const now = this.#parts.now()
    if (word.kind === 'ask') this.#answer(word.tab, word.isNew)
    else if (word.kind === 'place') this.#say(this.#places.take(word.tab, word.place, now))
    else if (word.kind === 'bye') this.#say(this.#places.leave(word.tab))
    else {
      const { conversationId, writing, tab } = word
      this.#say([{ name: 'presence.type', payload: { conversationId, kind: writing, tab } }])
    }
  }

  isViewed(conversationId: string): boolean {
    return this.#places.isViewed(conversationId)
  }

  seen(isSeen: boolean): void {
    this.#stand({ isSeen })
  }

  forgetSilent(): void {
    this.#say(this.#places.forgetSilent(this.#parts.now()))
  }

  end(): void {
    this.#isOver = true
    this.#line.end()
  }

  #connected(): void {
    if (this.#isOver) return
    this.#say(this.#places.all())
    this.#stand({ offlineSince: null, nth: this.#standing.nth + 1 })
  }

  #stand(change: Partial<Standing>): void {
    this.#standing = { ...this.#standing, ...change }
    this.#tell({ kind: 'standing', term: this.#term, to: null, standing: this.#standing })
  }

  #answer(to: string, isNew: boolean): void {
    const term = this.#term
    this.#tell({ kind: 'standing', term, to, standing: this.#standing })
    if (!isNew) return
    for (const told of this.#parts.news()) this.#tell({ kind: 'told', term, to, ...told })
  }

  #tell(word: TabWord): void {
    if (!this.#isOver) this.#parts.tell(word)
  }

  #say(said: Said[]): void {
    for (const one of said) this.#line.say(one)
  }
}
