/** When the next answer goes another way than the last one did. Pure. */
import type { Message, ReplyRoute } from '../api/types.ts'
import { say } from '../words/say.ts'
import { whyNot } from './usable-route.ts'

type Thread = { messages: Message[]; replyRoutes: ReplyRoute[] }

/** "Goes by SMS now, not by WhatsApp as before: that window is over."; null when it goes as the last one did, or is the first. */
export function routeChange(
  route: ReplyRoute,
  { messages, replyRoutes }: Thread,
  now: number,
): string | null {
  const last = messages.findLast(message => message.direction === 'out' && message.state !== 'cancelled')
  if (!last?.inboxId || last.inboxId === route.inboxId) return null
  const before = replyRoutes.find(each => each.inboxId === last.inboxId)
  // Two inboxes of one channel are told apart by what they are called here.
  const isOneChannel = before?.title === route.title
  const name = (each: ReplyRoute) => (isOneChannel ? each.inboxName : each.title)
  if (!before) return say`Goes by ${route.title} now, another way than the last answer.`
  return say`Goes by ${name(route)} now, not by ${name(before)} as before${because(route, before, now)}`
}

function because(route: ReplyRoute, before: ReplyRoute, now: number): string {
  if (before.windowEndsAt !== null && Date.parse(before.windowEndsAt) <= now) {
    return say`: that window is over.`
  }
  const why = whyNot(before, now) ?? (route.reason ? `${route.reason}.` : null)
  return why ? `. ${why}` : '.'
}
