/** The socket itself. Whatever it misses is asked for on the next connect. */
import { io } from 'socket.io-client'
import { slowDown, socketOptions } from './catch-up.ts'
import type { Hearing, Line } from './leader.ts'

/** Connects and keeps connecting until it is ended. */
export function openSocket(hearing: Hearing): Line {
  const socket = io(socketOptions)
  slowDown(socket.io)
  socket.on('connect', hearing.connected)
  socket.on('disconnect', reason => {
    hearing.offline(Date.now())
    // The server ended it on purpose, perhaps because the session ended: asking again tells.
    if (reason === 'io server disconnect') socket.connect()
  })
  let again: ReturnType<typeof setTimeout> | undefined
  socket.on('connect_error', error => {
    if (error.message === 'signed-out') hearing.signedOut()
    else if (!socket.active) again = setTimeout(() => socket.connect(), 3_000)
  })
  socket.onAny(hearing.told)
  const nudge = () => !socket.connected && socket.connect()
  addEventListener('online', nudge)
  return {
    say({ name, payload }) {
      if (socket.connected) socket.emit(name, payload)
    },
    end() {
      clearTimeout(again)
      removeEventListener('online', nudge)
      socket.disconnect()
    },
  }
}
