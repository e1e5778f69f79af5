/**
 * What this browser keeps of one person, to paint from at once: read at the start, written by one tab, wiped when anybody
 * else may sit here. Whatever the browser refuses costs the speed, never the work.
 */
import { v7 as uuidv7 } from 'uuid'
import type { ConversationListItem } from '../api/types.ts'
import type { Thread } from '../live/thread-events.ts'
import { type KeptDatabase, openDatabase, type State, stores } from './database.ts'
import { type Change, fill, type Outcome } from './fill.ts'

/** Nobody was here for so long: what was kept says little, and is not shown to whoever comes now. */
const oldestMs = 7 * 86_400_000

export type Found = State & { rows: ConversationListItem[]; thread: Thread | null }

class Kept {
  #opening: Promise<KeptDatabase | null> | undefined
  /** Under which it is ours; null: not, or not any more. */
  #mark: string | null = null

  /** What was kept, with this conversation's thread; null when there is nothing to show. */
  find(threadId: string | undefined): Promise<Found | null> {
    return this.#try(async database => {
      const reading = database.transaction(stores)
      const [owner, state, rows, held] = await Promise.all([
        reading.objectStore('owner').get('owner'),
        reading.objectStore('state').get('state'),
        reading.objectStore('rows').getAll(),
        threadId ? reading.objectStore('threads').get(threadId) : undefined,
      ])
      if (!owner || !state) return null
      if (Date.now() - state.keptAt > oldestMs) {
        await this.wipe()
        return null
      }
      this.#mark = owner.mark
      return { ...state, rows, thread: held?.thread ?? null }
    })
  }

  async thread(id: string): Promise<Thread | null> {
    if (this.#mark === null) return null
    return this.#try(async database => (await database.get('threads', id))?.thread ?? null)
  }

  /** The server says that this is who sits here: what is somebody else's goes. */
  async claim(scope: string): Promise<void> {
    this.#mark = await this.#try(async database => {
      const claiming = database.transaction(stores, 'readwrite')
      const owners = claiming.objectStore('owner')
      const before = await owners.get('owner')
      if (before?.scope === scope) return before.mark
      const owner = { scope, mark: uuidv7() }
      await Promise.all(stores.map(store => claiming.objectStore(store).clear()))
      await owners.put(owner, 'owner')
      await claiming.done
      return owner.mark
    })
  }

  /** Writes all of it or nothing. */
  async write(change: Change): Promise<Outcome> {
    const mark = this.#mark
    if (mark === null) return { is: 'not ours' }
    const done = await this.#try(async database => {
      const writing = database.transaction(stores, 'readwrite')
      const [outcome] = await Promise.all([fill(writing, mark, change), writing.done])
      return outcome
    })
    return done ?? { is: 'refused' }
  }

  /** Lets go of rows and threads; whose it is stays. */
  async empty(): Promise<void> {
    await this.#clear(['state', 'rows', 'threads'])
  }

  /** Leaves nothing of anybody; whether it could. A tab that still writes finds that it is not its own any more. */
  wipe(): Promise<boolean> {
    this.#mark = null
    return this.#clear(stores)
  }

  async #clear(what: readonly (typeof stores)[number][]): Promise<boolean> {
    const done = await this.#try(async database => {
      const clearing = database.transaction(stores, 'readwrite')
      await Promise.all([...what.map(store => clearing.objectStore(store).clear()), clearing.done])
      return true
    })
    return done ?? false
  }

  /** Null when the browser would not. */
  async #try<T>(work: (database: KeptDatabase) => Promise<T>): Promise<T | null> {
    this.#opening ??= openDatabase(() => {
      this.#opening = undefined
    })
    const database = await this.#opening
    if (!database) return null
    return work(database).catch(() => null)
  }
}

export const kept = new Kept()
