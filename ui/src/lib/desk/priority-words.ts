import type { ConversationRow } from '../api/types.ts'
import { say } from '../words/say.ts'

type Priority = ConversationRow['priority']

/** Highest first, as the menu lists them. */
export const priorities: Priority[] = ['urgent', 'high', 'normal', 'low']

export const priorityWords: Record<Priority, string> = {
  urgent: say`Urgent`,
  high: say`High`,
  normal: say`Normal`,
  low: say`Low`,
}
