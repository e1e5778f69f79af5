/** Who else is where, as the socket tells it, and our own place told to it. */
import { socket } from '../live/socket.svelte.ts'
import { OwnPlace } from './own-place.ts'
import {
  type Here,
  nobody,
  type PresenceWord,
  type Whereabouts,
  withoutSilent,
  withWord,
  wordsFor,
} from './who-is-where.ts'

const sweepMs = 1_000

class Presence {
  #all = $state.raw<Whereabouts>({})
  readonly own = new OwnPlace(
    {
      view: conversationId => socket.view(conversationId),
      type: (conversationId, kind) => socket.type(conversationId, kind),
    },
    Date.now,
  )

  of(conversationId: string): readonly Here[] {
    return this.#all[conversationId] ?? nobody
  }

  take(word: PresenceWord): void {
    this.#all = withWord(this.#all, word, Date.now())
  }

  /** Without a connection nobody is known to be anywhere. */
  clear(): void {
    this.#all = {}
  }

  /** What a tab must be told to know as much. */
  words(): PresenceWord[] {
    return wordsFor(this.#all, Date.now())
  }

  /** Lets go of those who fell silent, and says when nobody looks at this page; returns how to stop. */
  start(): () => void {
    const look = () => this.own.seen(!document.hidden)
    look()
    document.addEventListener('visibilitychange', look)
    const sweeping = setInterval(() => {
      this.#all = withoutSilent(this.#all, Date.now())
    }, sweepMs)
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearInterval(sweeping)
      this.clear()
    }
  }
}

export const presence = new Presence()
