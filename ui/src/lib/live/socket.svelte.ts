/** The socket as this page has it: its own, or that of the tab that leads. Brings hints of what changed. */
import type {
  ConversationEvent,
  InboxHealthEvent,
  LineEvent,
  MentionEvent,
  TicketTold,
} from '../api/types.ts'
import type { CustomerChanged } from '../customers/calls.ts'
import type { ChoicesWord } from '../desk/choices.svelte.ts'
import type { NetworkWord } from '../network/calls.ts'
import type { Kept } from '../preferences/calls.ts'
import type { Writing } from '../presence/own-place.ts'
import type { PresenceWord } from '../presence/who-is-where.ts'
import type { BulkWord } from '../views/calls.ts'
import { type Joined, joinTabs } from './join-tabs.ts'
import { nowhere, type Place } from './tab-words.ts'
import { whileAwake } from './while-awake.ts'

/** What the socket tells, by name. */
type Told = {
  event: ConversationEvent
  line: LineEvent
  customer: CustomerChanged
  inbox: InboxHealthEvent
  mention: MentionEvent
  ticket: TicketTold
  bulk: BulkWord
  network: NetworkWord
  choices: ChoicesWord
  preferences: Kept
  presence: PresenceWord
  'presence.list': { items: PresenceWord[] }
}

export type SocketEars = {
  connected(): void
  offline(): void
  /** What this person did in another tab. */
  did(deed: unknown): void
  signedOut(): void
  told: { [Name in keyof Told]: (told: Told[Name]) => void }
}

type Starting = {
  /** Whose socket it is. */
  scope: string
  ears: SocketEars
  /** What a tab that comes later must be told although it was told already. */
  news(): { name: keyof Told; payload: unknown }[]
}

class LiveSocket {
  /** Since when there is no connection; null while there is one. */
  offlineSince = $state<number | null>(Date.now())
  #joined: Joined | null = null
  #place: Place = nowhere

  /** Connects, or hears from the tab that does; returns how to end it. */
  start(starting: Starting): () => void {
    return whileAwake(() => this.#join(starting))
  }

  /** Whether this tab has the socket: what is to be done once per browser is done here. */
  get leads(): boolean {
    return this.#joined?.tab.leads ?? false
  }

  isViewed(conversationId: string): boolean {
    return this.#joined?.tab.isViewed(conversationId) ?? false
  }

  /** Asks for the line events of this conversation's customers until called with another or null. */
  watchPanel(conversationId: string | null): void {
    this.#put({ panel: conversationId })
  }

  /** Asks for what changes of this customer, their lines among it, until called with another or null. */
  watchCustomer(customerId: string | null): void {
    this.#put({ customer: customerId })
  }

  /** Asks to be told what the network does, until called with false. */
  watchNetwork(isWatched: boolean): void {
    this.#put({ network: isWatched })
  }

  /** This page shows that conversation; null: none, or nobody looks at it. */
  view(conversationId: string | null): void {
    this.#put({ view: conversationId })
  }

  type(conversationId: string, writing: Writing | null): void {
    this.#joined?.tab.type(conversationId, writing)
  }

  /** The other tabs of this person take part in it. */
  did(deed: unknown): void {
    this.#joined?.tab.did(deed)
  }

  #put(change: Partial<Place>): void {
    this.#place = { ...this.#place, ...change }
    this.#joined?.tab.place(this.#place)
  }

  #join({ scope, ears, news }: Starting): () => void {
    this.offlineSince ??= Date.now()
    const told = ears.told as Record<string, (payload: unknown) => void>
    const joined = joinTabs({
      scope,
      news,
      ears: {
        connected: ears.connected,
        standing: offlineSince => {
          this.offlineSince = offlineSince
          if (offlineSince !== null) ears.offline()
        },
        told: (name, payload) => told[name]?.(payload),
        did: ears.did,
        signedOut: ears.signedOut,
      },
    })
    this.#joined = joined
    joined.tab.place(this.#place)
    return () => {
      this.#joined = null
      joined.leave()
      ears.offline()
    }
  }
}

export const socket = new LiveSocket()
