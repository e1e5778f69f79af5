/** What one does with a whole conversation. The screen changes when the event comes back; failures are said. */
import { conversations } from '../api/calls.ts'
import { notices } from '../design/notices.svelte.ts'

export const assign = (id: string, memberId: string | null) =>
  notices.attempt(() => conversations.assign(id, memberId))

export const resolve = (id: string) => notices.attempt(() => conversations.resolve(id))
export const reopen = (id: string) => notices.attempt(() => conversations.reopen(id))
