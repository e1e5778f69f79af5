/** The conversations somebody is likely to open next, fetched before they do. */
import { Ahead, besideIn } from '../live/ahead.ts'
import { live } from '../live/live.svelte.ts'
import { socket } from '../live/socket.svelte.ts'
import { whenIdle } from '../local/when-idle.ts'

const reach = 3
const pointsMs = 80

const ahead = new Ahead({
  fetch: id => live.prefetch(id),
  isHeld: id => live.thread(id) !== undefined,
  isOnline: () => socket.offlineSince === null,
  idle: whenIdle,
})

/** Those beside the shown row, and it itself. */
export const beside = (shown: readonly string[], id: string | null): void =>
  ahead.beside(id === null ? [] : [id, ...besideIn(shown, id, reach)])

/** Somebody points at a row; returns how to say that they do not any more. */
export function pointAt(id: string): () => void {
  const timer = setTimeout(() => ahead.point(id), pointsMs)
  return () => clearTimeout(timer)
}
