/** The browser's own database: what it holds, and that what another version of this program wrote is thrown away. */
import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { ConversationCounts, ConversationListItem, Me, Member, SavedView, View } from '../api/types.ts'
import type { ListPlace } from '../live/catch-up.ts'
import type { Thread } from '../live/thread-events.ts'

/** Another shape of what is kept needs another number: then all of it is fetched anew. */
const version = 1
export const keptName = 'trunkline'

/** Whose it is. Taken into use again it has another mark, so that whoever still writes under an old one is refused. */
export type Owner = { scope: string; mark: string }

/** What the screen is drawn from beside the rows. */
export type Held = {
  me: Me
  members: Member[]
  savedViews: SavedView[]
  counts: ConversationCounts | null
  fetched: Partial<Record<View, { end: ConversationListItem | null; next: string | null }>>
  /** Where the rows stand: always written together with them. */
  place: ListPlace
}

/** `stamp`: of the latest writing; whoever knows it knows which rows are kept. */
export type State = Held & { keptAt: number; stamp: string }

interface Kept extends DBSchema {
  owner: { key: 'owner'; value: Owner }
  state: { key: 'state'; value: State }
  rows: { key: string; value: ConversationListItem }
  threads: { key: string; value: { id: string; usedAt: number; thread: Thread }; indexes: { usedAt: number } }
}

export type KeptDatabase = IDBPDatabase<Kept>
export type Writing = IDBPTransaction<Kept, typeof stores, 'readwrite'>

export const stores = ['owner', 'state', 'rows', 'threads'] as const satisfies (keyof Kept)[]

/** Null where a browser keeps nothing, and where its tabs cannot agree on which of them writes. */
export async function openDatabase(closed: () => void): Promise<KeptDatabase | null> {
  if (!('indexedDB' in globalThis) || !('locks' in navigator)) return null
  try {
    return await open(closed)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'VersionError')) return null
  }
  // A newer program was here and is gone again.
  return deleteDB(keptName).then(
    () => open(closed).catch(() => null),
    () => null,
  )
}

const open = (closed: () => void): Promise<KeptDatabase> =>
  openDB<Kept>(keptName, version, {
    upgrade(database) {
      for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store)
      database.createObjectStore('owner')
      database.createObjectStore('state')
      database.createObjectStore('rows', { keyPath: 'id' })
      database.createObjectStore('threads', { keyPath: 'id' }).createIndex('usedAt', 'usedAt')
    },
    blocking(_from, _to, event) {
      ;(event.target as IDBDatabase).close()
      closed()
    },
    terminated: closed,
  })
