/** The connected accounts and how they are doing, kept current by 'inbox' events. */
import { inboxes } from '../api/calls.ts'
import type { Inbox, InboxHealthEvent } from '../api/types.ts'

class InboxHealth {
  items = $state.raw<Inbox[] | null>(null)

  async load(): Promise<void> {
    this.items = (await inboxes.list()).items
  }

  /** Takes in what an event says of an inbox; one that is not here yet comes with the next fetch. */
  change(event: InboxHealthEvent): void {
    this.items = this.items?.map(one => (one.id === event.id ? { ...one, ...event } : one)) ?? null
  }

  /** A whole inbox, as just saved. */
  put(inbox: Inbox): void {
    if (!this.items) return
    const held = this.items.find(one => one.id === inbox.id)
    const next = { ...inbox, hookUrl: inbox.hookUrl ?? held?.hookUrl ?? null }
    this.items = held ? this.items.map(one => (one.id === inbox.id ? next : one)) : [...this.items, next]
  }

  byId(id: string): Inbox | undefined {
    return this.items?.find(one => one.id === id)
  }
}

export const inboxHealth = new InboxHealth()
