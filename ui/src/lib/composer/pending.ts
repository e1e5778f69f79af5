/** Messages the server has not confirmed yet, and how they are kept: one key each, so that no tab writes over another's. */
import type { Message, Upload } from '../api/types.ts'
import { readStored, store, storedUnder } from '../live/stored.ts'
import type { Mode } from './drafts.svelte.ts'

export type Pending = {
  id: string
  /** Who wrote it: nobody else at this browser sees or sends it. */
  memberId: string
  conversationId: string
  mode: Mode
  text: string
  /** Files that go along, in the composer's place on the server until it is sent. */
  files?: Upload[]
  /** The approved template it goes out as; `text` is how it reads. */
  template?: { id: string; values: Record<string, string> }
  /** Colleagues and teams a note names. */
  mentions?: string[]
  inboxId: string
  /** Which of their addresses; the best one without it. */
  identityId?: string
  channel: string
  lastSeenSeq: number
  sendAnyway: boolean
  /** When it is to go out; null: at once. */
  sendAfter: string | null
  /** Room to undo. */
  holdSeconds: number
  writtenAt: string
  /** sending; waiting for the network; held because others wrote meanwhile; refused with words. */
  state: 'sending' | 'waiting' | 'held' | 'refused'
  words: string
  unseen: Message[]
}

export const keptUnder = 'outbox:'

export const keep = (item: Pending): boolean => store(keptUnder + item.id, item)
export const keepNot = (id: string): boolean => store(keptUnder + id, null)
export const kept = (id: string): Pending | null => readStored<Pending | null>(keptUnder + id, null)

/** Oldest first. */
export const inOrder = (items: Pending[]): Pending[] => items.toSorted((a, b) => (a.id < b.id ? -1 : 1))

export function allKept(): Pending[] {
  takeOver()
  return inOrder(storedUnder(keptUnder).flatMap(id => kept(id) ?? []))
}

/** They used to lie together under one key. */
function takeOver(): void {
  const together = readStored<Pending[]>('outbox', [])
  if (together.length > 0 && together.every(keep)) store('outbox', null)
}

/** Nobody decides about it first: it goes out as soon as it can. */
export const isOnItsWay = ({ state }: Pending): boolean => state === 'sending' || state === 'waiting'
