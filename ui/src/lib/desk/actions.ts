/** What one sets on a conversation. The screen changes when the event comes back; failures are said. */
import { notices } from '../design/notices.svelte.ts'
import { live } from '../live/live.svelte.ts'
import { type Details, desk } from './calls.ts'

export const claim = (id: string) => notices.attempt(() => desk.claim(id))
export const change = (id: string, details: Details) => notices.attempt(() => desk.change(id, details))
export const snooze = (id: string, until: string) => notices.attempt(() => desk.snooze(id, until))
export const unsnooze = (id: string) => notices.attempt(() => desk.unsnooze(id))

/** Nobody else is told, so the answer itself is shown. */
export const setWatching = (id: string, on: boolean) =>
  notices.attempt(async () => {
    const { watchers } = await (on ? desk.watch(id) : desk.unwatch(id))
    live.dispatch({ type: 'watchers', conversationId: id, watchers })
  })
