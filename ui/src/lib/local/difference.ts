/** What must be written so that the kept rows and threads are the held ones. Pure. */
import type { ConversationListItem } from '../api/types.ts'
import type { LiveState } from '../live/reducer.ts'
import type { Thread } from '../live/thread-events.ts'

type Held = Pick<LiveState, 'rows' | 'threads'>

export type Difference = {
  rows: ConversationListItem[]
  threads: { id: string; thread: Thread }[]
  /** Rows that are held no more; their threads go with them. */
  gone: string[]
}

/** Further back it is fetched, however far somebody scrolled once. */
const mostMessages = 100

export function difference(before: Held, now: Held): Difference {
  const rows = now.rows.changedSince(before.rows).flatMap(id => now.rows.get(id) ?? [])
  const gone = before.rows.changedSince(now.rows).filter(id => !now.rows.get(id))
  const threads = Object.entries(now.threads).filter(
    ([id, thread]) => thread !== before.threads[id] && now.rows.get(id),
  )
  return { rows, gone, threads: threads.map(([id, thread]) => ({ id, thread: shortened(thread) })) }
}

export const isNothing = ({ rows, threads, gone }: Difference): boolean =>
  rows.length + threads.length + gone.length === 0

function shortened(thread: Thread): Thread {
  if (thread.messages.length <= mostMessages) return thread
  return { ...thread, messages: thread.messages.slice(-mostMessages), hasEarlier: true }
}
