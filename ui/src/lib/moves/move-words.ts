/** What happened to messages that changed their conversation, as sentences. */
import type { TimelineEntry } from '../api/types.ts'
import { count, say } from '../words/say.ts'

type Place = { id: string; subject: string | null }
export type MoveData = {
  moveId: string
  kind: 'split' | 'merge' | 'move' | 'undo'
  count: number
  from: Place
  to: Place
  messageIds?: string[]
}

/** Only what the server wrote is read; anything else is no move. */
export function moveOf({ type, data }: Pick<TimelineEntry, 'type' | 'data'>): MoveData | null {
  if (type !== 'messages.moved') return null
  const move = data as Partial<MoveData>
  return move.moveId && move.kind && move.from && move.to && typeof move.count === 'number'
    ? (move as MoveData)
    : null
}

/** The conversation that is not this one. Those that left name their messages. */
export const otherOf = (move: MoveData): Place => (move.messageIds ? move.to : move.from)

const named = ({ subject }: Place) => (subject ? say`“${subject}”` : say`another conversation`)

/** "Lerato split 2 messages off into “The bill”". */
export function moveWords(entry: TimelineEntry): string {
  const move = moveOf(entry)
  const who = entry.actor?.name ?? 'Trunkline'
  if (!move) return say`${who} moved messages`
  const left = move.messageIds !== undefined
  const [many, other] = [count(move.count, 'message'), named(otherOf(move))]
  if (move.kind === 'undo') {
    return left
      ? say`${who} took that back: ${many} returned to ${other}`
      : say`${who} took that back: ${many} returned`
  }
  if (move.kind === 'merge')
    return left ? say`${who} merged this into ${other}` : say`${who} merged ${other} into this`
  if (move.kind === 'split') {
    return left ? say`${who} split ${many} off into ${other}` : say`${who} split ${many} off from ${other}`
  }
  return left ? say`${who} moved ${many} to ${other}` : say`${who} moved ${many} here from ${other}`
}

/** Whether a later entry took it back. */
export const isUndone = (move: MoveData, timeline: readonly TimelineEntry[]): boolean =>
  timeline.some(entry => {
    const other = moveOf(entry)
    return other?.kind === 'undo' && other.moveId === move.moveId
  })
