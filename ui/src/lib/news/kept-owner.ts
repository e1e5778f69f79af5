/** Who sits at this browser, for the service worker: the id under which things are kept here; null when nobody does. */
import { keptName } from '../local/database.ts'

/** Reads only: where nothing is kept yet, nothing is made. */
export function keptOwner(): Promise<string | null> {
  return new Promise(resolve => {
    const opening = indexedDB.open(keptName)
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onerror = () => resolve(null)
    opening.onsuccess = () => {
      const database = opening.result
      const answer = (owner: unknown) => {
        database.close()
        resolve(((owner as { scope?: string } | undefined)?.scope ?? null) || null)
      }
      if (!database.objectStoreNames.contains('owner')) return answer(undefined)
      const reading = database.transaction('owner').objectStore('owner').get('owner')
      reading.onsuccess = () => answer(reading.result)
      reading.onerror = () => answer(undefined)
    }
  })
}
