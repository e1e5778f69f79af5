/** One writing into the browser's database: rows, threads and where they stand, together. */
import { v7 as uuidv7 } from 'uuid'
import type { Held, Writing } from './database.ts'
import type { Difference } from './difference.ts'

export const threadsKept = 500
/** Puts between two breaths. */
const atOnce = 100

export type Change = {
  held: Held
  difference: Difference
  /** The stamp of the writing this is a difference to; null: instead of all that is kept. */
  onTopOf: string | null
  usedAt(id: string): number
}

/** `not ours`: wiped, or taken by somebody else. `stale`: another tab wrote in between. `refused`: the browser would not. */
export type Outcome = { is: 'written'; stamp: string } | { is: 'not ours' | 'stale' | 'refused' }

/** Fills the transaction, which ends with it. */
export async function fill(writing: Writing, mark: string, change: Change): Promise<Outcome> {
  const owner = await writing.objectStore('owner').get('owner')
  if (owner?.mark !== mark) return { is: 'not ours' }
  const before = await writing.objectStore('state').get('state')
  if (change.onTopOf === null) await clearRest(writing, change)
  else if (before?.stamp !== change.onTopOf) return { is: 'stale' }
  await putAll(writing, change)
  await forgetOldest(writing)
  const stamp = uuidv7()
  await writing.objectStore('state').put({ ...change.held, keptAt: Date.now(), stamp }, 'state')
  return { is: 'written', stamp }
}

/** Threads of rows that are written now stay: each knows for itself how far it goes. */
async function clearRest(writing: Writing, { difference }: Change): Promise<void> {
  const ids = new Set(difference.rows.map(row => row.id))
  const threads = writing.objectStore('threads')
  await writing.objectStore('rows').clear()
  const orphans = (await threads.getAllKeys()).filter(id => !ids.has(id))
  await Promise.all(orphans.map(id => threads.delete(id)))
}

/** In small heaps: between them the page answers keys. */
async function putAll(writing: Writing, { difference, usedAt }: Change): Promise<void> {
  const rows = writing.objectStore('rows')
  const threads = writing.objectStore('threads')
  const steps = [
    ...difference.gone.flatMap(id => [() => rows.delete(id), () => threads.delete(id)]),
    ...difference.rows.map(row => () => rows.put(row)),
    ...difference.threads.map(
      ({ id, thread }) =>
        () =>
          threads.put({ id, thread, usedAt: usedAt(id) }),
    ),
  ]
  for (let at = 0; at < steps.length; at += atOnce) {
    await Promise.all(steps.slice(at, at + atOnce).map((step): Promise<unknown> => step()))
  }
}

async function forgetOldest(writing: Writing): Promise<void> {
  const threads = writing.objectStore('threads')
  const excess = (await threads.count()) - threadsKept
  if (excess <= 0) return
  const oldest = await threads.index('usedAt').getAllKeys(null, excess)
  await Promise.all(oldest.map(id => threads.delete(id)))
}
