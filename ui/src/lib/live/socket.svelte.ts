/** The socket: brings hints of what changed. Whatever it misses is asked for on the next connect. */
import { io, type Socket } from 'socket.io-client'
import type { ConversationEvent, InboxHealthEvent, LineEvent } from '../api/types.ts'
import type { ChoicesWord } from '../desk/choices.svelte.ts'
import { presence } from '../presence/presence.svelte.ts'
import type { BulkWord } from '../views/calls.ts'
import { socketOptions } from './catch-up.ts'

export type SocketEars = {
  connected(): void
  event(event: ConversationEvent): void
  line(event: LineEvent): void
  inbox(event: InboxHealthEvent): void
  bulk(word: BulkWord): void
  choices(word: ChoicesWord): void
  signedOut(): void
}

class LiveSocket {
  /** Since when there is no connection; null while there is one. */
  offlineSince = $state<number | null>(Date.now())
  #socket: Socket | null = null
  #panelOf: string | null = null

  /** Connects and keeps connecting; returns how to end it. */
  start(ears: SocketEars): () => void {
    const socket = io(socketOptions)
    this.#socket = socket
    socket.on('connect', () => {
      this.offlineSince = null
      if (this.#panelOf) socket.emit('panel.open', { conversationId: this.#panelOf }, () => {})
      ears.connected()
    })
    socket.on('disconnect', reason => {
      this.offlineSince = Date.now()
      // The server ended it on purpose, perhaps because the session ended: asking again tells.
      if (reason === 'io server disconnect') socket.connect()
    })
    socket.on('connect_error', error => {
      this.offlineSince ??= Date.now()
      if (error.message === 'signed-out') ears.signedOut()
      else if (!socket.active) setTimeout(() => socket.connect(), 3_000)
    })
    socket.on('event', ears.event)
    socket.on('line', ears.line)
    socket.on('inbox', ears.inbox)
    socket.on('bulk', ears.bulk)
    socket.on('choices', ears.choices)
    const leavePresence = presence.attach(socket)
    const nudge = () => !socket.connected && socket.connect()
    window.addEventListener('online', nudge)
    return () => {
      window.removeEventListener('online', nudge)
      leavePresence()
      socket.disconnect()
      this.#socket = null
    }
  }

  /** Asks for the line events of this conversation's customers until called with another or null. */
  watchPanel(conversationId: string | null): void {
    if (this.#panelOf && this.#panelOf !== conversationId) {
      this.#socket?.emit('panel.close', { conversationId: this.#panelOf })
    }
    this.#panelOf = conversationId
    if (conversationId && this.#socket?.connected) {
      this.#socket.emit('panel.open', { conversationId }, () => {})
    }
  }
}

export const socket = new LiveSocket()
