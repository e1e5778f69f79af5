/** Connects the screen to the server for as long as someone is signed in. */
import { goto } from '$app/navigation'
import type { ConversationEvent } from '../api/types.ts'
import { drafts } from '../composer/drafts.svelte.ts'
import { outbox } from '../composer/outbox.svelte.ts'
import { notes } from '../customers/notes.svelte.ts'
import { openCustomer } from '../customers/open-customer.svelte.ts'
import { choices } from '../desk/choices.svelte.ts'
import { failedMessages } from '../failed/failed-messages.svelte.ts'
import { inboxHealth } from '../live/inbox-health.svelte.ts'
import { lists } from '../live/lists.ts'
import { live } from '../live/live.svelte.ts'
import { panels } from '../live/panels.svelte.ts'
import type { LiveInput } from '../live/reducer.ts'
import { type SocketEars, socket } from '../live/socket.svelte.ts'
import { views } from '../live/views.svelte.ts'
import { makeSure } from '../local/begin.ts'
import { keeper } from '../local/keeper.svelte.ts'
import { mentions } from '../mentions/mentions.svelte.ts'
import { network } from '../network/network.svelte.ts'
import { news } from '../news/news.svelte.ts'
import { markTab } from '../news/tab-mark.svelte.ts'
import { preferences } from '../preferences/preferences.svelte.ts'
import { presence } from '../presence/presence.svelte.ts'
import { toProviders } from '../session/go-home.ts'
import { session } from '../session/session.svelte.ts'
import { updates } from '../shell/updates.svelte.ts'
import { streams } from '../thread/stream.svelte.ts'
import { ticketNews } from '../tickets/ticket-news.svelte.ts'
import { bulkProgress } from '../views/bulk-progress.svelte.ts'
import { currentView } from './current-view.svelte.ts'

/** Away from what only a signed-in person sees. */
export function leave(): void {
  // The time ran out: what the operator saw belongs to nobody who sits here now.
  if (session.borrowed) {
    toProviders()
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
  'contact.changed',
  'customer.verified',
])

/** Somebody who looks through this person's eyes is not this person. */
function scope(): string {
  const { borrowed, memberId } = session
  return borrowed ? `${memberId}:${borrowed.operatorName}:${borrowed.until}` : memberId
}

/** Returns how to end it. */
export function startLive(): () => void {
  const again = () => views.again(currentView.name)
  live.whenDone = deed => {
    socket.did(deed)
    news.done(deed)
  }
  void preferences.load()
  const ears: SocketEars = {
    connected() {
      presence.clear()
      void makeSure()
      updates.look()
      news.load().catch(() => {})
      // The first time too: what was fetched before the socket stood may have missed something.
      void lists.catchUp(again)
      live.resume()
      streams.shown?.again()
      panels.refreshIfShown()
      void openCustomer.refresh()
      notes.resume()
      if (inboxHealth.items) inboxHealth.load().catch(() => {})
      outbox.resume()
      void drafts.resume()
      void mentions.catchUp()
      failedMessages.resume()
      choices.resume()
      ticketNews.resume()
      void preferences.load()
      bulkProgress.resume()
      network.resume()
    },
    offline: () => presence.clear(),
    did: deed => {
      live.take(deed as LiveInput)
      news.done(deed as LiveInput)
    },
    signedOut: leave,
    told: {
      event(event) {
        live.dispatch({ type: 'event', event })
        streams.shown?.heard(event)
        failedMessages.hear(event)
        news.heard(event)
        if (changesPanel.has(event.type)) {
          panels.refreshIfShown(event.conversationId)
        }
      },
      line(event) {
        panels.line(event)
        openCustomer.line(event)
      },
      customer(word) {
        notes.told(word)
        openCustomer.told(word)
        if (word.what === 'tickets') panels.refreshIfShown()
      },
      inbox: event => inboxHealth.change(event),
      mention(event) {
        mentions.told(event)
        news.named(event)
      },
      ticket: told => {
        ticketNews.take(told)
        panels.ticket(told)
      },
      bulk: word => bulkProgress.hear(word),
      network: word => network.hear(word),
      choices: word => choices.hear(word),
      preferences: kept => preferences.hear(kept),
      presence: word => presence.take(word),
      'presence.list': ({ items }) => {
        for (const word of items) presence.take(word)
      },
    },
  }
  const soFar = () => [{ name: 'presence.list' as const, payload: { items: presence.words() } }]
  const ends = [
    lists.watch(again),
    outbox.start(),
    presence.start(),
    keeper.start(),
    news.start(),
    markTab(),
    socket.start({ scope: scope(), ears, news: soFar }),
  ]
  return () => {
    live.whenDone = () => {}
    for (const end of ends) end()
  }
}
