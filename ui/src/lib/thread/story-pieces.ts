/** How what was said elsewhere goes between what was said here. Pure. */
import type { Message, Stretch } from '../api/types.ts'

/** A run of messages of another conversation that stands at one place of the open thread. */
export type Piece = Stretch & {
  key: string
  /** How many of the open thread's messages stand before it. */
  after: number
}

type Placed = Pick<Message, 'createdAt' | 'id'>

/** The order of a stream; the same as the server's. */
export const isBefore = (a: Placed, b: Placed): boolean =>
  a.createdAt === b.createdAt ? a.id < b.id : a.createdAt < b.createdAt

/** Pages as they were fetched (newest stretch first) -> stretches oldest first; one cut by the end of a page is whole again. */
export function joined(pages: Stretch[][]): Stretch[] {
  const stretches: Stretch[] = []
  for (const stretch of pages.flat().reverse()) {
    const last = stretches.at(-1)
    if (last?.conversation.id !== stretch.conversation.id) stretches.push(stretch)
    else
      stretches[stretches.length - 1] = {
        ...stretch,
        messages: [...last.messages, ...stretch.messages],
        timeline: [...last.timeline, ...stretch.timeline],
        hasEarlier: last.hasEarlier,
      }
  }
  return stretches
}

/**
 * Stretches -> pieces, cut where the open thread's own messages (oldest first) come between. While the thread has
 * messages from before the loaded ones, what is older than those has no place yet and is left out.
 */
export function piecesAmong(stretches: Stretch[], own: Message[], hasEarlier: boolean): Piece[] {
  let after = 0
  const pieces = stretches.flatMap(stretch => {
    const parts: Piece[] = []
    for (const message of stretch.messages) {
      for (let next = own[after]; next && isBefore(next, message); next = own[after]) after += 1
      if (after === 0 && hasEarlier) continue
      const part = parts.at(-1)
      if (part?.after === after) part.messages.push(message)
      else parts.push({ ...stretch, key: '', after, messages: [message], timeline: [] })
    }
    giveTimeline(stretch, parts)
    return parts
  })
  return named(pieces, own)
}

/** Each entry stands with the last part that begins before it; what came before all messages with the first. */
function giveTimeline({ messages, timeline }: Stretch, parts: Piece[]): void {
  const isWhole = parts[0]?.messages[0]?.id === messages[0]?.id
  for (const entry of timeline) {
    const part = parts.findLast(({ messages: [first] }) => first !== undefined && first.seq <= entry.seq)
    if (part) part.timeline.push(entry)
    else if (isWhole) parts[0]?.timeline.push(entry)
  }
}

/**
 * A piece keeps its name, and so its state on screen, while more comes in: above everything by its end, which pages
 * only lengthen at the front; further down by the own message it follows.
 */
function named(pieces: Piece[], own: Message[]): Piece[] {
  const taken = new Map<string, number>()
  return pieces.map(piece => {
    const end = piece.after === 0 ? piece.messages.at(-1)?.id : own[piece.after - 1]?.id
    const name = `elsewhere ${piece.conversation.id} ${end}`
    const nth = (taken.get(name) ?? 0) + 1
    taken.set(name, nth)
    return { ...piece, key: nth === 1 ? name : `${name} ${nth}` }
  })
}
