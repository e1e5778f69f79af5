/** How a webhook and its deliveries fare, in words. Pure. */
import type { Mood } from '../design/Badge.svelte'
import { count } from '../words/say.ts'
import type { Delivery, Webhook } from './calls.ts'

export type Health = { mood: Mood; words: string }

export function healthOf(webhook: Webhook): Health {
  if (!webhook.enabled) return { mood: 'bad', words: 'Off' }
  if (webhook.failingSince) return { mood: 'warn', words: 'Failing' }
  if (webhook.lastDeliveredAt) return { mood: 'good', words: 'Working' }
  return { mood: 'quiet', words: 'Nothing told yet' }
}

export const deliveryStates: Record<Delivery['state'], Health> = {
  waiting: { mood: 'warn', words: 'Waiting' },
  sending: { mood: 'accent', words: 'Sending' },
  delivered: { mood: 'good', words: 'Accepted' },
  dead: { mood: 'bad', words: 'Given up' },
}

export const eventsWords = (events: string[]): string =>
  events.includes('*') ? 'every event' : count(events.length, 'event')

/** "message.received" -> "Message": events are shown under their noun. */
export function nounOf(type: string): string {
  const noun = type.split('.')[0] ?? type
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}
