/** The notes that name this member, and how many of them they have not seen. Pure. */
import type { Mention } from '../api/types.ts'

/** `sinks`: seen before this visit to the page. What is seen during a visit stays where it is until the next. */
export type HeldMention = { mention: Mention; isSeen: boolean; sinks: boolean }
export type MentionList = { held: Record<string, HeldMention>; unseen: number }

type Answer = { items: Mention[]; unseen: number }

export const noMentions: MentionList = { held: {}, unseen: 0 }

/** Unseen ones first, then the newest; the id settles ties. */
export function orderOf({ held }: MentionList): string[] {
  const newestFirst = (a: Mention, b: Mention) =>
    Date.parse(b.at) - Date.parse(a.at) || (a.messageId < b.messageId ? 1 : -1)
  return Object.values(held)
    .sort((a, b) => Number(a.sinks) - Number(b.sinks) || newestFirst(a.mention, b.mention))
    .map(({ mention }) => mention.messageId)
}

/** What the server holds, in place of what was held. */
export const refetched = (list: MentionList, { items, unseen }: Answer): MentionList =>
  added({ held: {}, unseen }, items, list.held)

/** A further page. */
export const withPage = (list: MentionList, { items, unseen }: Answer): MentionList =>
  added({ ...list, unseen }, items, list.held)

function added(list: MentionList, items: Mention[], known: MentionList['held']): MentionList {
  const held = { ...list.held }
  for (const mention of items) {
    const isSeen = mention.seenAt !== null
    held[mention.messageId] = { mention, isSeen, sinks: known[mention.messageId]?.sinks ?? isSeen }
  }
  return { ...list, held }
}

/** One that was just written. The same one twice is one. */
export function withWritten(list: MentionList, mention: Mention): MentionList {
  if (list.held[mention.messageId]) return list
  return added({ ...list, unseen: list.unseen + 1 }, [mention], {})
}

export function withSeen(list: MentionList, isMeant: (mention: Mention) => boolean): MentionList {
  const meant = Object.values(list.held).filter(one => !one.isSeen && isMeant(one.mention))
  if (meant.length === 0) return list
  const now = Object.fromEntries(meant.map(one => [one.mention.messageId, { ...one, isSeen: true }]))
  return { held: { ...list.held, ...now }, unseen: Math.max(0, list.unseen - meant.length) }
}

/** Everything up to a moment, also what was never fetched: whatever is newer is here, since the newest come first. */
export function withAllSeen(list: MentionList, until: string): MentionList {
  const { held } = withSeen(list, mention => Date.parse(mention.at) <= Date.parse(until))
  return { held, unseen: Object.values(held).filter(one => !one.isSeen).length }
}

/** A new visit to the page: what was seen meanwhile goes below. */
export const revisited = ({ held, unseen }: MentionList): MentionList => ({
  unseen,
  held: Object.fromEntries(Object.entries(held).map(([id, one]) => [id, { ...one, sinks: one.isSeen }])),
})
