/** Who else is where, kept current by the socket, and our own place told to it. */
import type { Socket } from 'socket.io-client'
import { OwnPlace } from './own-place.ts'
import {
  type Here,
  nobody,
  type PresenceWord,
  type Whereabouts,
  withoutSilent,
  withWord,
} from './who-is-where.ts'

const heartbeatMs = 15_000
const sweepMs = 1_000

class Presence {
  #all = $state.raw<Whereabouts>({})
  #socket: Socket | null = null
  readonly own = new OwnPlace(
    {
      view: conversationId => this.#say('presence.view', { conversationId }),
      type: (conversationId, kind) => this.#say('presence.type', { conversationId, kind }),
    },
    Date.now,
  )

  of(conversationId: string): readonly Here[] {
    return this.#all[conversationId] ?? nobody
  }

  /** Listens and speaks through this socket; returns how to stop. */
  attach(socket: Socket): () => void {
    this.#socket = socket
    const take = (word: PresenceWord) => {
      this.#all = withWord(this.#all, word, Date.now())
    }
    socket.on('connect', () => this.own.heartbeat())
    socket.on('disconnect', () => {
      this.#all = {}
    })
    socket.on('presence', take)
    socket.on('presence.list', ({ items }: { items: PresenceWord[] }) => items.forEach(take))
    const look = () => this.own.seen(!document.hidden)
    document.addEventListener('visibilitychange', look)
    const beating = setInterval(() => this.own.heartbeat(), heartbeatMs)
    const sweeping = setInterval(() => {
      this.#all = withoutSilent(this.#all, Date.now())
    }, sweepMs)
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearInterval(beating)
      clearInterval(sweeping)
      this.#socket = null
      this.#all = {}
    }
  }

  /** What is said without a connection is not kept: the next heartbeat says how things are then. */
  #say(name: 'presence.view' | 'presence.type', said: Record<string, string | null>): void {
    if (this.#socket?.connected) this.#socket.emit(name, said)
  }
}

export const presence = new Presence()
