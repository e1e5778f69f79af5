/** Connects the screen to the server for as long as someone is signed in. */
import { goto } from '$app/navigation'
import type { ConversationEvent } from '../api/types.ts'
import { drafts } from '../composer/drafts.svelte.ts'
import { outbox } from '../composer/outbox.svelte.ts'
import { inboxHealth } from '../live/inbox-health.svelte.ts'
import { lists } from '../live/lists.ts'
import { live } from '../live/live.svelte.ts'
import { panels } from '../live/panels.svelte.ts'
import { socket } from '../live/socket.svelte.ts'
import { views } from '../live/views.svelte.ts'
import { session } from '../session/session.svelte.ts'
import { streams } from '../thread/stream.svelte.ts'
import { currentView } from './current-view.svelte.ts'

/** Away from what only a signed-in person sees. */
export function leave(): void {
  // The time ran out: what the operator saw belongs to nobody who sits here now.
  if (session.borrowed) {
    location.assign('/platform/tenants')
    return
  }
  session.forget()
  const next = encodeURIComponent(location.pathname)
  void goto(`/sign-in?next=${next}`)
}

/** What happened to a conversation that shows in the panel beside it. */
const changesPanel = new Set<ConversationEvent['type']>([
  'ticket.created',
  'contact.linked',
  'contact.merged',
  'contact.unmerged',
  'customer.verified',
])

/** Returns how to end it. */
export function startLive(): () => void {
  const again = () => views.again(currentView.name)
  const endWatch = lists.watch(again)
  const endSocket = socket.start({
    connected() {
      // The first time too: what was fetched before the socket stood may have missed something.
      void lists.catchUp(again)
      live.resume()
      streams.shown?.again()
      panels.refreshIfShown()
      if (inboxHealth.items) inboxHealth.load().catch(() => {})
      void outbox.resume()
      void drafts.resume()
    },
    event(event) {
      live.dispatch({ type: 'event', event })
      streams.shown?.heard(event)
      if (changesPanel.has(event.type)) {
        panels.refreshIfShown(event.conversationId)
      }
    },
    line: event => panels.line(event),
    inbox: event => inboxHealth.change(event),
    signedOut: leave,
  })
  return () => {
    endWatch()
    endSocket()
  }
}
