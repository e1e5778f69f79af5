/** Tells the server what this member has read: what is on screen while the page is looked at. */
import { conversations } from '../api/calls.ts'
import type { ConversationListItem } from '../api/types.ts'
import { live } from '../live/live.svelte.ts'

const glanceMs = 400

/** Marks the conversation read after a glance; returns how to call it off. */
export function markRead({ id, inboundCount, readCount }: ConversationListItem): () => void {
  if (readCount >= inboundCount) return () => {}
  const mark = () => {
    if (document.hidden) return
    live.dispatch({ type: 'read', conversationId: id, inboundCount })
    conversations.read(id, inboundCount).catch(() => {})
  }
  const timer = setTimeout(mark, glanceMs)
  document.addEventListener('visibilitychange', mark)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', mark)
  }
}
