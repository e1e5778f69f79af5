/** How a screen learns what it missed. Knows no page and no socket, so that proofs run the very same steps. */
import type { ConversationListItem, OpenConversation } from '../api/types.ts'
import { behind, type LiveInput, type Thread } from './reducer.ts'

type Missed = Omit<Extract<LiveInput, { type: 'caught-up' }>, 'type' | 'conversationId'>
type Changes = { conversations: ConversationListItem[]; cursor: string; tooOld: boolean; reach: string }

/** What a screen asks of the server. */
export type Questions = {
  open(id: string): Promise<OpenConversation>
  events(id: string, after: number): Promise<Missed>
  changes(cursor: string | null): Promise<Changes>
}

/** How the page's socket connects; after a restart everybody is back within about a second. */
export const socketOptions = {
  transports: ['websocket'],
  reconnectionDelay: 250,
  reconnectionDelayMax: 500,
}

type Tries = {
  on(name: 'reconnect_attempt', hear: (nth: number) => void): unknown
  reconnectionDelayMax(ms: number): unknown
}

const manyTries = 60
const patientMs = 5_000

/** Half a minute without a server is no restart: from then on it is looked for now and then. */
export function slowDown(tries: Tries): void {
  tries.on('reconnect_attempt', nth => {
    tries.reconnectionDelayMax(nth > manyTries ? patientMs : socketOptions.reconnectionDelayMax)
  })
}

/** Also while connected: what was committed by a process that died before it could tell is found this soon. */
export const lookAgainMs = 60_000

const firstPauseMs = 500
const slowestPauseMs = 5_000

/** What brings a thread up to date: the events after its last one, or all of it when they are no longer kept. */
export async function missedOf(
  id: string,
  thread: Thread,
  ask: Pick<Questions, 'open' | 'events'>,
): Promise<LiveInput> {
  if (behind(thread) === 'everything') return { type: 'opened', open: await ask.open(id) }
  return { type: 'caught-up', conversationId: id, ...(await ask.events(id, thread.lastSeq)) }
}

export type Rows = {
  /** Rows as they are now; some may be known already. */
  changed(items: ConversationListItem[]): void
  /** What this member may see is not what it was: nothing that is held may be shown or kept. */
  forget?(): void
  /** Fetches the lists; rejects when it could not. */
  anew(): Promise<void>
}

/** A place in the stream of changes, and what its owner could see there. */
export type ListPlace = { cursor: string; reach: string }

/** Where the list stands. It moves only once the answer is in, so what went wrong is asked for again. */
export class ListCursor {
  /** Null until the first answer is in. */
  place: ListPlace | null = null
  readonly #ask: Pick<Questions, 'changes'>

  constructor(ask: Pick<Questions, 'changes'>) {
    this.#ask = ask
  }

  /** Brings rows up to date with one question; with a fetch when more was missed than is told row by row. */
  async catchUp(rows: Rows): Promise<void> {
    const { conversations, cursor, tooOld, reach } = await this.#ask.changes(this.place?.cursor ?? null)
    if (this.place && this.place.reach !== reach) {
      this.place = null
      rows.forget?.()
    }
    if (tooOld) await rows.anew()
    else rows.changed(conversations)
    this.place = { cursor, reach }
  }
}

/** Tries until it succeeds, more and more slowly, or until it is no longer wanted. */
export async function patiently(work: () => Promise<void>, isWanted: () => boolean): Promise<void> {
  for (let pauseMs = firstPauseMs; isWanted(); pauseMs = Math.min(slowestPauseMs, pauseMs * 2)) {
    try {
      return await work()
    } catch {
      await new Promise(resolve => setTimeout(resolve, pauseMs))
    }
  }
}
