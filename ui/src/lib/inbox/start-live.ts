/** Connects the screen to the server for as long as someone is signed in. */
import { goto } from '$app/navigation'
import { outbox } from '../composer/outbox.svelte.ts'
import { inboxHealth } from '../live/inbox-health.svelte.ts'
import { live } from '../live/live.svelte.ts'
import { panels } from '../live/panels.svelte.ts'
import { socket } from '../live/socket.svelte.ts'
import { views } from '../live/views.svelte.ts'
import { session } from '../session/session.svelte.ts'
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

/** Returns how to end it. */
export function startLive(): () => void {
  return socket.start({
    connected() {
      // The first time too: what was fetched before the socket stood may have missed something.
      void views.again(currentView.name)
      live.resume()
      panels.refreshIfShown()
      if (inboxHealth.items) inboxHealth.load().catch(() => {})
      void outbox.resume()
    },
    event(event) {
      live.dispatch({ type: 'event', event })
      if (event.type === 'ticket.created' || event.type === 'contact.linked') {
        panels.refreshIfShown(event.conversationId)
      }
    },
    line: event => panels.line(event),
    inbox: event => inboxHealth.change(event),
    signedOut: leave,
  })
}
