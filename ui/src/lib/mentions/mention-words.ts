/** Where a note that names someone stands, and what is said of it in a line. Pure. */
import type { Mention } from '../api/types.ts'
import { say } from '../words/say.ts'

const longestHint = 90

export const authorOf = (mention: Mention): string => mention.author?.name ?? say`A colleague`

/** The conversation, at that note. */
export const placeOf = (mention: Pick<Mention, 'conversationId' | 'messageId'>): string =>
  `/inbox/open/${mention.conversationId}#message-${mention.messageId}`

/** The message an address points at; null when it points at none. */
export const messageIn = (hash: string): string | null => /^#message-([0-9a-f-]{36})$/.exec(hash)?.[1] ?? null

export function hintOf(mention: Mention): string {
  const letters = [...mention.text.replace(/\s+/g, ' ')]
  const text =
    letters.length > longestHint ? `${letters.slice(0, longestHint).join('').trimEnd()}…` : letters.join('')
  return say`${authorOf(mention)} named you: ${text}`
}
